//! Names: quotes around them off, white space squashed. Nothing else: a name is evidence.
//!
//! SOURCE: `followthemoney.types.name`, `normality.strip_quotes` 3.1. Ours leaves quotes alone that do
//! not go together ("A" and "B"; 'Abd al-'Ala'), where Python takes off the first and the last.

use super::sanitize::squash_spaces;

pub(super) fn clean(text: &str) -> String {
    let name = squash_spaces(text);
    match unquoted(&name) {
        Some(inner) => squash_spaces(inner),
        None => name,
    }
}

/// What stands between a pair of quotes that is the only one.
fn unquoted(name: &str) -> Option<&str> {
    let quotes = ['"', '\''];
    let inner = name.strip_prefix(quotes)?.strip_suffix(quotes)?;
    (!inner.contains(quotes)).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn takes_one_pair_of_quotes_off() {
        for (text, name) in [
            ("  Layla \n Example ", "Layla Example"),
            ("\"Layla Example\"", "Layla Example"),
            ("' Layla'", "Layla"),
            ("\"A\" and \"B\"", "\"A\" and \"B\""),
            ("'Abd al-'Ala'", "'Abd al-'Ala'"),
            ("\"\"", ""),
            ("\"", "\""),
        ] {
            assert_eq!(clean(text), name);
        }
    }
}
