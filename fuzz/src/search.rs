//! Queries of a search: they come from whoever reaches the server.

use kashf_search::{Document, Index, Search, parse, parse_simple};
use std::sync::OnceLock;

/// A query, in both languages: what is read, printed and read again is the same, and an index answers it.
pub(crate) fn search(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let simple = parse_simple(&text);
    let _ = index().search(&Search::of(&simple));
    let Ok(query) = parse(&text) else {
        return;
    };
    let printed = query.to_string();
    assert_eq!(parse(&printed).as_ref(), Ok(&query), "printed: {printed}");
    for fuzzy in [false, true] {
        let search = Search {
            fuzzy,
            ..Search::of(&query)
        };
        if let Ok(found) = index().search(&search) {
            assert!(found.total <= index().len() && found.numbers.len() <= found.total);
        }
    }
}

/// Three invented parties.
fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index = Index::builder();
        let parties = [
            ("Nadir Exampleman", "1972-01-26"),
            ("Karim Sample, Nadir", "1980"),
            ("\u{0646}\u{0627}\u{062F}\u{0631}", "1990-12"),
        ];
        for (number, (name, date)) in (0_u32..).zip(parties) {
            let properties = [("name", vec![name]), ("birthDate", vec![date])];
            index.add(&Document {
                number,
                id: "x",
                caption: name,
                schema: "Person",
                properties: &properties,
                ..Document::default()
            });
        }
        index.finish()
    })
}
