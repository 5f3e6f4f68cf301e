//! What was planted, and what of it was found.

use std::collections::BTreeSet;
use std::error::Error;

/// How many patterns of a kind were planted, and how many of them stand among these lists of ids, in any order.
pub(crate) fn of(
    path: &str,
    pattern: &str,
    found: impl Iterator<Item = Vec<String>>,
) -> Result<(u32, u32), Box<dyn Error>> {
    let found: BTreeSet<Vec<String>> = found
        .map(|mut ids| {
            ids.sort_unstable();
            ids
        })
        .collect();
    let (mut planted, mut exact) = (0, 0);
    for line in fs_err::read_to_string(path)?.lines() {
        if !line.contains(&format!("\"pattern\": \"{pattern}\"")) {
            continue;
        }
        let edges = line
            .split_once("\"edges\": [")
            .and_then(|(_, rest)| rest.split_once(']'))
            .ok_or("a line of truth without edges")?
            .0;
        let mut ids: Vec<String> = edges.split(", ").map(str::to_owned).collect();
        ids.sort_unstable();
        planted += 1;
        exact += u32::from(found.contains(&ids));
    }
    Ok((planted, exact))
}
