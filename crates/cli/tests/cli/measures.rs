//! What a listing means, on the card.

use crate::desk::Desk;

const LIST: &str = r#"{"id":"h-1","schema":"Person","properties":{"name":["Nadir Example Specimen"],"topics":["sanction"]}}
{"id":"h-1-s","schema":"Sanction","properties":{"entity":["h-1"],"program":["Invented regime A"],"programId":["UN-SC1988"]}}
{"id":"h-2","schema":"Company","properties":{"name":["Example Specimen Oil Works"],"topics":["sanction"]}}
{"id":"h-2-s","schema":"Sanction","properties":{"entity":["h-2"],"program":["Invented regime B"],"provisions":["Executive Order 13662 Directive Determination - Subject to Directive 1"]}}
{"id":"h-2-t","schema":"Sanction","properties":{"entity":["h-2"],"program":["Invented regime D"],"provisions":["Asset freeze"]}}
{"id":"h-3","schema":"Person","properties":{"name":["Layla Invented Sample"],"topics":["sanction"]}}
{"id":"h-3-s","schema":"Sanction","properties":{"entity":["h-3"],"program":["Invented regime C"]}}
"#;

/// What the card of the first match says of its measures.
fn card(desk: &Desk, arguments: &[&str]) -> Vec<String> {
    let ran = desk.run(arguments);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let lines = ran.stdout.lines().map(str::trim);
    let told = lines
        .skip_while(|line| !line.ends_with("points in all"))
        .skip(1);
    told.take_while(|line| !line.is_empty() && !line.starts_with("yours"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_freeze_a_restriction_and_what_nobody_knows_look_different() {
    let desk = Desk::empty();
    let list = desk.write("house.ftm.json", LIST);
    assert_eq!(desk.run(&["load", &list]).code, 0);
    assert_eq!(
        card(&desk, &["screen", "Nadir Example Specimen"]),
        [
            "FREEZE: asset freeze, travel ban, arms embargo (house, Invented regime A, Kashf's table)"
        ]
    );
    // Two listings, one that blocks and one that does not: both are said, each under its own word.
    assert_eq!(
        card(&desk, &["screen", "Example Specimen Oil Works"]),
        [
            "NO FREEZE: restriction on new debt and equity (not blocking) (house, Invented regime B,",
            "said by the list)",
            "FREEZE: asset freeze (house, Invented regime D, said by the list)",
        ]
    );
    assert_eq!(
        card(&desk, &["screen", "Layla Invented Sample"]),
        [
            "FREEZE NOT KNOWN: measures not known to Kashf: ask the publisher (house, Invented regime",
            "C)",
        ]
    );
    let told = card(&desk, &["screen", "Nadir Example Specimen", "--explain"]);
    assert!(
        told[1].chars().any(|c| ('\u{600}'..'\u{700}').contains(&c)),
        "{told:?}"
    );
    let told = told.join(" ");
    for part in [
        "Legal basis: resolution 2255",
        "Exemption: ",
        "See https://",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}
