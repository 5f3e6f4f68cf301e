//! Names: quotes around them off, white space squashed. Nothing else: a name is evidence.
//!
//! SOURCE: `followthemoney.types.name`, `normality.strip_quotes` 3.1.

use super::sanitize::squash_spaces;

pub(super) fn clean(text: &str) -> String {
    squash_spaces(strip_quotes(text))
}

/// Takes one pair of quotes off, the ends need not be of the same kind.
fn strip_quotes(text: &str) -> &str {
    let quotes = ['"', '\''];
    match text
        .strip_prefix(quotes)
        .and_then(|t| t.strip_suffix(quotes))
    {
        Some(inner) if !inner.contains('\n') => inner,
        _ => text,
    }
}
