//! Compiling a list that is longer than a block: the number of threads changes no byte.
#![expect(clippy::unwrap_used, reason = "a test: a failure here is its failure")]

use kashf_core::Statement;
use kashf_ftm::EntityBuilder;
use kashf_screen::{Compiled, HeldMarks, compile_with};
use kashf_store::statements::Encoded;

/// So many parties and, every tenth, a listing: several blocks.
fn list(parties: usize) -> Encoded {
    let given = [
        "Nadir", "Layla", "Qutayba", "Salwa", "Idris", "Tarik", "Zaynab",
    ];
    let family = [
        "Exampleman",
        "al-Mithali",
        "Zarnouki",
        "Tamoudi",
        "Ibn Nowhere",
    ];
    let mut all: Vec<Statement> = Vec::new();
    for number in 0..parties {
        let name = format!(
            "{} {} {number}",
            given[number % given.len()],
            family[number % family.len()]
        );
        let mut person = EntityBuilder::new("long", &format!("p-{number}"), "Person");
        person.add("name", &name).unwrap();
        person.add("alias", given[number % given.len()]).unwrap();
        person
            .add("birthDate", &(1900 + number % 100).to_string())
            .unwrap();
        person
            .add("idNumber", &format!("ID{:06}", number % 977))
            .unwrap();
        all.extend(person.finish());
        if number % 10 == 0 {
            let mut sanction = EntityBuilder::new("long", &format!("s-{number}"), "Sanction");
            sanction
                .add("entity", &format!("p-{}", number / 2))
                .unwrap();
            sanction
                .add("program", &format!("Programme {}", number % 3))
                .unwrap();
            all.extend(sanction.finish());
        }
    }
    all.iter().collect()
}

fn compiled(threads: usize, list: &Encoded) -> Compiled {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let pool = pool.build().unwrap();
    pool.install(|| compile_with(list.view(), &HeldMarks::default()))
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let list = list(5000);
    let one = compiled(1, &list);
    assert_eq!(one.counts["entities"], 5500);
    assert_eq!(one.counts["screened"], 5000);
    assert_eq!(one.counts["names"], 10_000);
    assert!(
        one.tables
            .iter()
            .all(|(name, bytes)| name == "ix_version" || !bytes.is_empty())
    );
    for threads in [2, 5] {
        assert!(one == compiled(threads, &list), "{threads} threads");
    }
}
