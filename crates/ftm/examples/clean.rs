//! Cleans lines of `SCHEMA<tab>PROPERTY<tab>VALUE as JSON` from stdin; prints the values as a JSON list,
//! or null, a line each. For comparing with the Python implementation (docs/decisions/0001-ftm-model.md).

#![expect(clippy::print_stdout, reason = "an example that prints")]

use std::io::BufRead as _;

fn main() {
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let mut cells = line.splitn(3, '\t');
        let mut cell = || cells.next().unwrap_or_default();
        let property = kashf_ftm::model()
            .schema(cell())
            .and_then(|s| s.property(cell()));
        let raw: String = serde_json::from_str(cell()).unwrap_or_default();
        let cleaned = property.and_then(|property| kashf_ftm::clean(property, &raw).ok());
        let values: Option<Vec<String>> =
            cleaned.map(|values| values.into_iter().map(|cleaned| cleaned.value).collect());
        println!(
            "{}",
            serde_json::json!(values.filter(|values| !values.is_empty()))
        );
    }
}
