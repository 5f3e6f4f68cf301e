//! Words that are near a wrong one.

use crate::sheet::shown;

/// "did you mean `X`?", or the names that there are.
pub(super) fn suggest<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    let lower = wrong.to_lowercase();
    let best = names
        .iter()
        .map(|name| (distance(&lower, &name.to_lowercase()), *name))
        .min();
    match best {
        Some((distance, name)) if distance <= 2 => format!("did you mean `{name}`?"),
        _ => {
            let all: Vec<String> = names
                .iter()
                .take(40)
                .map(|name| format!("`{}`", shown(name)))
                .collect();
            format!("there are: {}", all.join(", "))
        }
    }
}

/// Insertions, deletions and replacements between two short words.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().take(64).enumerate() {
        let mut corner = row[0];
        row[0] = above + 1;
        for (at, other) in other.iter().enumerate() {
            let replaced = corner + usize::from(letter != *other);
            corner = row[at + 1];
            row[at + 1] = replaced.min(corner + 1).min(row[at] + 1);
        }
    }
    row[other.len()]
}
