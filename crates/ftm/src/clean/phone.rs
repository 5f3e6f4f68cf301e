//! Telephone numbers in E.164, such as `+9631234567`.
//!
//! A number without its country code is rejected, as FollowTheMoney does: which country dials it is not
//! known. SOURCE: `followthemoney.types.phone`; the numbering plans are libphonenumber's.

/// The longest text that can hold one number; what is longer holds several or none.
const MAX_BYTES: usize = 64;

pub(super) fn clean(text: &str) -> Option<String> {
    // The plans take milliseconds to read; a text without a plus and without 00 needs none of them.
    if text.len() > MAX_BYTES || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let plus = text.find(['+', '\u{ff0b}'])?;
    let number = phonenumber::parse(None, &text[plus..]).ok()?;
    number
        .is_valid()
        .then(|| number.format().mode(phonenumber::Mode::E164).to_string())
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn needs_the_country_code() {
        assert_eq!(clean("+44 20 7946 0018").as_deref(), Some("+442079460018"));
        assert_eq!(clean("020 7946 0018"), None);
        assert_eq!(clean("no number"), None);
    }
}
