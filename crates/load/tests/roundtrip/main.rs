//! Lossless round trips: generated people, written as each publisher writes them, come back as they were.
//!
//! The writers know nothing of the readers: they were made from the publishers' schemata. Names are
//! invented letter by letter, in Latin, Arabic, Cyrillic and Han. Compared are all names (strong and weak
//! apart), birth dates, numbers of papers, addresses and programmes, and nothing else may come out beside
//! them. Then everything that a reader makes goes through FollowTheMoney's JSON and statements CSV.

mod ofac;
mod open;
mod people;
mod publishers;
mod through;
mod uk;

use kashf_load::{SourceFile, load};
use people::{Holds, Person, Said, people, said};
use proptest::prelude::*;

/// A format: what it can say, how its files are written, and the id of a person in it.
struct Form {
    holds: Holds,
    dataset: Option<&'static str>,
    write: fn(&[Person]) -> Vec<SourceFile>,
    id: fn(&Person) -> String,
}

fn check(form: &Form, people: &[Person]) -> Result<(), TestCaseError> {
    let files = (form.write)(people);
    let loaded =
        load(&files, form.dataset).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(loaded.records, people.len() as u64);
    for person in people {
        let id = (form.id)(person);
        let expected: Said = person.said(&form.holds);
        prop_assert_eq!(said(&loaded, &id, &form.holds), expected, "{}", id);
    }
    through::csv(&loaded)?;
    through::json(&loaded)
}

macro_rules! round_trips {
    ($($name:ident: $form:expr;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(40))]
            $(
                #[test]
                fn $name(people in people()) {
                    check(&$form, &people)?;
                }
            )*
        }
    };
}

round_trips! {
    un: publishers::UN;
    ofac_csv: ofac::OFAC_CSV;
    ofac_xml: ofac::OFAC_XML;
    ofac_advanced: ofac::OFAC_ADVANCED;
    canada: publishers::CA;
    eu: publishers::EU;
    eu_csv: publishers::EU_CSV;
    switzerland: publishers::CH;
    uk_xml: uk::UK_XML;
    uk_csv: uk::UK_CSV;
    ofsi: uk::OFSI;
    australia: publishers::AU;
    targets: open::TARGETS;
    ftm_json: open::FTM;
    statements: open::STATEMENTS;
    mapping: open::MAPPING;
}
