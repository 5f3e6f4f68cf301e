//! Every package of the lock file stands under a licence that we may pass on.
//!
//! cargo-deny says the same from `deny.toml`; this check needs nothing installed and no network,
//! so it runs everywhere. It is not legal advice: it reads what the package says of itself.

use super::Finding;
use super::metadata::Package;

/// Licences that may be in the binary; the same list stands in `deny.toml`.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Finds packages whose licence expression the list does not satisfy.
pub(crate) fn check(packages: &[Package]) -> Vec<Finding> {
    packages
        .iter()
        .filter_map(|package| {
            let place = format!("{} {}", package.name, package.version);
            match package.licence.as_deref() {
                None => Some(Finding::error(place, "states no licence")),
                Some(expression) if satisfied(expression, ALLOWED) => None,
                Some(expression) => Some(Finding::error(
                    place,
                    format!("its licence `{expression}` is not in the allowed list"),
                )),
            }
        })
        .collect()
}

/// Whether the allowed licences satisfy an SPDX expression; `/` is the old way to write OR.
fn satisfied(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let outcome = any(&mut rest, allowed);
    rest.is_empty() && outcome
}

fn any(words: &mut &[&str], allowed: &[&str]) -> bool {
    let mut outcome = all(words, allowed);
    while words.first() == Some(&"OR") {
        *words = &words[1..];
        // Both sides are always read, so that the rest of the expression is where it should be.
        outcome |= all(words, allowed);
    }
    outcome
}

fn all(words: &mut &[&str], allowed: &[&str]) -> bool {
    let mut outcome = one(words, allowed);
    while words.first() == Some(&"AND") {
        *words = &words[1..];
        outcome &= one(words, allowed);
    }
    outcome
}

fn one(words: &mut &[&str], allowed: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    *words = rest;
    if *first == "(" {
        let outcome = any(words, allowed);
        if words.first() == Some(&")") {
            *words = &words[1..];
            return outcome;
        }
        return false;
    }
    if let ["WITH", exception, rest @ ..] = *words {
        *words = rest;
        return allowed.contains(&format!("{first} WITH {exception}").as_str());
    }
    allowed.contains(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_spdx_defines_them() {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"];
        for (expression, expected) in [
            ("MIT", true),
            ("MIT OR GPL-3.0", true),
            ("MIT/Apache-2.0", true),
            ("MIT AND GPL-3.0", false),
            ("(MIT OR GPL-3.0) AND Apache-2.0", true),
            ("GPL-3.0 OR MIT AND BSD-3-Clause", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("MIT WITH Classpath-exception-2.0", false),
            ("(MIT", false),
            ("", false),
        ] {
            assert_eq!(satisfied(expression, &allowed), expected, "{expression}");
        }
    }

    #[test]
    fn the_list_is_the_one_of_cargo_deny() {
        let root = crate::workspace_root();
        let text = fs_err::read_to_string(root.join("deny.toml")).expect("deny.toml is there");
        let block = text
            .split("\nallow = [")
            .nth(1)
            .and_then(|rest| rest.split(']').next());
        let stated: Vec<&str> = block
            .expect("deny.toml allows licences")
            .split('"')
            .skip(1)
            .step_by(2)
            .collect();
        assert_eq!(stated, ALLOWED);
    }
}
