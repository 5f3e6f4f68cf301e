//! The bare number in what lists write beside it: "Qatari passport number 00868774", "381110042
//! (Expired 25 Jan. 2016)", "R00012098, South Sudan".
//!
//! Customers give the number alone, so the number alone is the value and the whole text its
//! original. What is taken away is only what no number holds: a bracket or clause after it, and the
//! words before it. "13/Ta Ta Na (Naing)019077" stays whole.

/// The part that is the number; the whole text when no part clearly is.
pub(crate) fn bare(text: &str) -> &str {
    let text = text.trim();
    let has_digit = |part: &str| part.bytes().any(|b| b.is_ascii_digit());
    let mut number = text;
    for mark in [" (", ", ", "; ", " at ", " issued "] {
        if let Some((head, rest)) = number.split_once(mark)
            && has_digit(head)
            && (mark != " (" || rest.ends_with([')', '.']) || !rest.contains(')'))
        {
            number = head.trim_end();
        }
    }
    // ASCII lowering keeps byte positions.
    let lower = number.to_ascii_lowercase();
    let marks = ["number: ", "number ", "no.: ", "no. ", "no.", "no: ", "no "];
    let after = marks.iter().find_map(|mark| {
        let at = lower.find(mark)?;
        let boundary = at == 0 || lower.as_bytes().get(at - 1) == Some(&b' ');
        (boundary && !has_digit(&lower[..at])).then_some(at + mark.len())
    });
    if let Some(rest) = after.and_then(|at| number.get(at..))
        && has_digit(rest)
    {
        return rest.trim();
    }
    without_words(number)
}

/// Drops words in lower case before the first word with a digit: "Diplomatic Passport D014433".
fn without_words(number: &str) -> &str {
    let mut rest = number;
    loop {
        let Some((word, after)) = rest.split_once(' ') else {
            return rest;
        };
        let letters = word.trim_end_matches([':', '.']);
        let prose = letters.len() >= 4
            && letters
                .bytes()
                .all(|b| b.is_ascii_alphabetic() || b == b'-')
            && letters.bytes().any(|b| b.is_ascii_lowercase());
        if !prose || !after.bytes().any(|b| b.is_ascii_digit()) {
            return rest;
        }
        rest = after.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_number_is_left() {
        for (text, number) in [
            ("Qatari passport number 00868774", "00868774"),
            ("Provisional passport No.: 28642163", "28642163"),
            ("CAR diplomatic passport no. D00000898", "D00000898"),
            ("Russian passport number 8208 No. 555627", "8208 No. 555627"),
            ("381110042 (Expired 25 Jan. 2016)", "381110042"),
            ("R00012098, South Sudan", "R00012098"),
            ("Diplomatic Passport: Z30321794", "Z30321794"),
            ("Laissez-Passer 02154", "02154"),
            ("13/Ta Ta Na (Naing)019077", "13/Ta Ta Na (Naing)019077"),
            ("A 0139243", "A 0139243"),
            ("DIB-771110-HQ1", "DIB-771110-HQ1"),
            ("unknown", "unknown"),
        ] {
            assert_eq!(bare(text), number, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_a_part_of_its_text_and_stays(text in "[A-Za-z0-9 .,():/-]{0,40}") {
            let number = bare(&text);
            prop_assert!(text.contains(number));
            let digits = |t: &str| t.bytes().any(|b| b.is_ascii_digit());
            prop_assert_eq!(digits(number), digits(&text));
        }
    }
}
