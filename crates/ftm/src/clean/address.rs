//! Addresses: line breaks become commas, doubled commas one, white space squashed.
//!
//! SOURCE: `followthemoney.types.address` (its two regular expressions, by hand), repeated until nothing
//! changes: once, as there, leaves ", ," behind, which would be cleaned again the next time.

use super::sanitize::squash_spaces;

/// What ends a line of an address.
const BREAKS: [&str; 8] = ["\r\n", "\n", "<BR/>", "<BR>", "\t", "ESQ.,", "ESQ,", ";"];

pub(super) fn clean(text: &str) -> String {
    let mut address = clean_once(text);
    loop {
        // Each round makes the text shorter, so this ends.
        let again = clean_once(&address);
        if again.len() >= address.len() {
            return address;
        }
        address = again;
    }
}

fn clean_once(text: &str) -> String {
    let mut joined = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(found) = BREAKS
            .iter()
            .find(|line_break| rest.starts_with(**line_break))
        {
            joined.push_str(", ");
            rest = &rest[found.len()..];
        } else {
            joined.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    squash_spaces(&join_commas(&joined))
}

/// `,\s?[,.]` becomes `, ` from left to right, without looking at what it made.
fn join_commas(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find(',') {
        let after = &rest[place + 1..];
        let mut next = after.chars();
        let space = next.clone().next().filter(|c| c.is_whitespace());
        if space.is_some() {
            next.next();
        }
        joined.push_str(&rest[..place]);
        if matches!(next.clone().next(), Some(',' | '.')) {
            next.next();
            joined.push_str(", ");
            rest = next.as_str();
        } else if matches!(after.chars().next(), Some(',' | '.')) {
            joined.push_str(", ");
            rest = &after[1..];
        } else {
            joined.push(',');
            rest = after;
        }
    }
    joined.push_str(rest);
    joined
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn joins_lines() {
        assert_eq!(
            clean("1 High St\nOld Town;  Example"),
            "1 High St, Old Town, Example"
        );
        assert_eq!(clean("1 High St,, Old Town,."), "1 High St, Old Town,");
    }
}
