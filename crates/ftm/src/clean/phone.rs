//! Telephone numbers in E.164, such as `+442079460018`.
//!
//! A number without its country code is rejected, as FollowTheMoney does: which country dials it is not
//! known. The number must begin with `+` (or `00`, which FollowTheMoney does not take), and what follows
//! the calling code must have a length that the country's plan has (`data/ftm/calling_codes.tsv`, from
//! libphonenumber, Apache-2.0). The plans' finer patterns are not checked: the `phonenumber` crate, which
//! does, needs 300 ms and 47 packages before its first answer.

use super::fold::digit;

/// `CODE LENGTHS PREFIX` a line.
const CODES: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../data/ftm/calling_codes.tsv"
));

/// The longest text that is looked at.
const MAX_BYTES: usize = 256;

/// All numbers in a text that holds nothing else; empty when one of them cannot be read.
pub(super) fn clean_all(text: &str) -> Vec<String> {
    if text.len() > MAX_BYTES {
        return Vec::new();
    }
    // Each number begins with a plus: "+44 20 7946 0018 / +44 20 7946 0019".
    let starts = text.match_indices('+').map(|(place, _)| place).skip(1);
    let ends = starts.clone().chain([text.len()]);
    let numbers = [0].into_iter().chain(starts).zip(ends).map(|(start, end)| {
        let divides = |c: char| c.is_whitespace() || ";,/".contains(c);
        clean(text.get(start..end)?.trim_end_matches(divides))
    });
    numbers.collect::<Option<Vec<String>>>().unwrap_or_default()
}

fn clean(text: &str) -> Option<String> {
    let digits = international_digits(text)?;
    let plan = plan(&digits)?;
    let national = digits.get(plan.code.len()..)?;
    let has_length = |number: &str| {
        plan.lengths
            .split(',')
            .any(|length| length.parse() == Ok(number.len()))
    };
    // "+44 (0)20 ...": the prefix is not part of the number.
    let stripped = national
        .strip_prefix(plan.prefix)
        .filter(|rest| !plan.prefix.is_empty() && has_length(rest));
    let national = match stripped {
        Some(rest) if !has_length(national) || plan.prefix == "0" => rest,
        _ => national,
    };
    let repeated = national
        .bytes()
        .all(|byte| Some(&byte) == national.as_bytes().first());
    (has_length(national) && !repeated).then(|| format!("+{}{national}", plan.code))
}

/// The digits after the international prefix; nothing but digits and what divides them may stand there.
fn international_digits(text: &str) -> Option<String> {
    let start =
        text.find(|c: char| !c.is_alphabetic() && !c.is_whitespace() && !":.".contains(c))?;
    let number = text.get(start..)?;
    let number = number
        .strip_prefix(['+', '\u{ff0b}'])
        .or_else(|| number.strip_prefix("(+"))
        .or_else(|| number.strip_prefix("00"))?;
    let number = number.split(EXTENSION).next()?;
    let mut digits = String::with_capacity(16);
    for c in number.chars() {
        match digit(c).unwrap_or(c) {
            digit @ '0'..='9' => digits.push(digit),
            '-' | '.' | '(' | ')' | '/' | '\u{2010}'..='\u{2015}' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    // E.164 has fifteen digits at most.
    (digits.len() <= 17).then_some(digits)
}

/// What begins an extension: "ext. 12", "x12", "#12".
const EXTENSION: [char; 5] = ['x', 'X', '#', 'e', 'E'];

struct Plan {
    code: &'static str,
    lengths: &'static str,
    prefix: &'static str,
}

/// The plan whose calling code begins the digits; no code is the beginning of another.
fn plan(digits: &str) -> Option<Plan> {
    CODES.lines().find_map(|line| {
        let mut cells = line.split('\t');
        let code = cells.next().filter(|code| digits.starts_with(code))?;
        Some(Plan {
            code,
            lengths: cells.next()?,
            prefix: cells.next()?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_the_country_code() {
        for (text, number) in [
            ("+44 20 7946 0018", "+442079460018"),
            ("+44 (0)20 7946 0018", "+442079460018"),
            ("Tel.: +44 20 7946 0018 ext. 12", "+442079460018"),
            ("0044 20 7946 0018", "+442079460018"),
            ("+39 06 1234 5678", "+390612345678"),
            // Arabic-Indic digits.
            ("+\u{0664}\u{0664} 20 7946 0018", "+442079460018"),
        ] {
            assert_eq!(clean(text).as_deref(), Some(number), "{text}");
            assert_eq!(clean(number).as_deref(), Some(number));
        }
        for text in [
            "020 7946 0018",
            "no number",
            "+",
            "+44",
            "+999 1234567",
            "+44 12",
            "+44 20 7946 0018 or 19",
        ] {
            assert_eq!(clean(text), None, "{text}");
        }
    }

    #[test]
    fn takes_a_list_whole_or_not_at_all() {
        let two = "+44 20 7946 0018; +44 20 7946 0019";
        assert_eq!(clean_all(two), ["+442079460018", "+442079460019"]);
        assert!(clean_all("+44 20 7946 0018 / +44").is_empty());
    }

    #[test]
    fn no_code_begins_another() {
        let codes: Vec<&str> = CODES
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split('\t').next())
            .collect();
        assert!(codes.len() > 200);
        for one in &codes {
            let beginnings = codes.iter().filter(|other| other.starts_with(one)).count();
            assert_eq!(beginnings, 1, "{one}");
        }
    }
}
