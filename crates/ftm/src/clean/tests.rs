//! Laws of cleaning that hold for every property of every schema.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// One property for each type and format.
fn samples() -> Vec<&'static Property> {
    let mut samples = BTreeMap::new();
    for property in model().schemata().flat_map(crate::Schema::properties) {
        if !property.stub {
            let of_life = matches!(property.name, "birthDate" | "deathDate");
            samples.insert((property.kind, property.format, of_life), property);
        }
    }
    samples.into_values().collect()
}

/// Text that looks like something.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("IMO 9074729"),
        Just("circa"),
        Just("1962"),
        Just("12/03/1962"),
        Just("between"),
        Just("and"),
        Just("Mar"),
        Just("Syria"),
        Just("Korea, North"),
        Just("/"),
        Just("; "),
        Just("+44 20 7946 0018"),
        Just("a@B.org"),
        Just("HTTP://Example.org"),
        Just("?x#"),
        Just("\u{200b}"),
        Just(" "),
        Just("\n"),
        Just(","),
        Just("\""),
        Just("1,000.5 kg"),
        Just("e\u{301}"),
        Just("\u{0661}\u{0669}"),
        Just("::1"),
        Just("GB82 WEST 1234 5698 7654 32"),
        Just("male"),
        Just("ar-SY"),
        Just("text/plain; charset=x"),
        Just("sanction"),
    ];
    prop_oneof![
        proptest::collection::vec(pieces, 1..5).prop_map(|pieces| pieces.concat()),
        "\\PC{0,30}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn clean_values_stay_as_they_are(text in texts()) {
        for property in samples() {
            for cleaned in clean(property, &text).unwrap_or_default() {
                let again = clean(property, &cleaned.value);
                let same = vec![Cleaned { value: cleaned.value.clone(), original: None }];
                prop_assert_eq!(again, Ok(same), "{} {:?}", property.name, text);
                prop_assert_ne!(cleaned.original.as_ref(), Some(&cleaned.value));
            }
        }
    }
}

#[test]
fn stubs_and_endless_values_are_rejected() {
    let company = model().schema("Company").unwrap();
    let stub = company.properties().find(|property| property.stub).unwrap();
    assert!(clean(stub, "x").is_err());
    let name = company.property("name").unwrap();
    assert!(clean(name, &"x".repeat(70_000)).is_err());
    assert!(clean(name, &"x".repeat(2 << 20)).is_err());
    assert_eq!(clean(name, ""), Ok(Vec::new()));
}

#[test]
fn reasons_do_not_tell_the_value() {
    for property in samples() {
        if let Err(rejected) = clean(property, "Zzyzx Secret 99") {
            assert!(!rejected.to_string().contains("Zzyzx"));
        }
    }
}
