//! Documents whose numbers come from the program.

use kashf_screen::Policy;

fn read(path: &str) -> String {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    fs_err::read_to_string(path).expect("the document is there")
}

/// The rows of the document's tables whose first cell is a key in backticks: key and second cell.
fn rows(text: &str) -> Vec<(String, String)> {
    text.lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|rest| {
            let (key, rest) = rest.split_once("` | ")?;
            let (value, _) = rest.split_once(" |")?;
            Some((key.to_owned(), value.to_owned()))
        })
        .collect()
}

#[test]
fn the_points_and_thresholds_in_the_document_are_those_of_the_policy() {
    let policy = Policy::built_in().to_toml();
    let mut expected = Vec::new();
    for section in ["[points]", "[thresholds]"] {
        let lines = policy.lines().skip_while(|line| *line != section).skip(1);
        for line in lines.take_while(|line| !line.is_empty() && !line.starts_with('[')) {
            let (key, value) = line.split_once(" = ").expect("key = value");
            expected.push((key.to_owned(), value.to_owned()));
        }
    }
    assert!(expected.len() > 20, "{policy}");
    let mut stated = rows(&read("docs/screening.md"));
    stated.sort();
    expected.sort();
    assert_eq!(
        stated, expected,
        "docs/screening.md against `kashf policy show`"
    );
}
