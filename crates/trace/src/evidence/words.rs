//! Words of the evidence, in English and in Arabic, with values made safe for the format that prints them.
//!
//! The messages are Fluent files, `data/messages/trace.en.ftl` and `trace.ar.ftl`; a test holds that both know every key.
//! Numbers, dates and amounts stand in Latin digits in both languages and from left to right, as bank statements in the
//! Arab world have them and as they must be found again in the ledger (docs/decisions/0019-evidence.md).

use super::safe::{FSI, LRI, PDI, escaped, is_right_to_left, safe};
use super::{Language, TimeForm};
use crate::Amount;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::OnceLock;

/// How values are made safe and kept in their own direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Text without isolates.
    Plain,
    /// Text with isolates where directions meet.
    Isolated,
    /// Text of SVG and values of attributes: escaped, with isolates.
    Escaped,
    /// HTML: escaped, in elements that isolate.
    Html,
}

/// A speaker: a language, a form of values, a form of times.
#[derive(Clone, Copy, Debug)]
pub(super) struct Say {
    pub(super) language: Language,
    pub(super) form: Form,
    pub(super) times: TimeForm,
    /// Whether parties were held against lists: "not found" is said only then.
    pub(super) asked: bool,
}

/// What fills a place of a message.
#[derive(Clone, Debug)]
pub(super) enum Fill<'f> {
    /// Foreign text.
    Foreign(&'f str),
    /// A number, a date: ours, from left to right.
    Ours(String),
    /// Made by a speaker of the same form.
    Ready(String),
    /// A count, with its plural form.
    Count(u64),
}

impl Say {
    /// The same language for attributes.
    pub(super) fn in_attributes(self) -> Self {
        Self {
            form: Form::Escaped,
            ..self
        }
    }

    /// A message without places.
    pub(super) fn plain(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A message with its places filled; the key itself where nobody knows it.
    pub(super) fn with(self, key: &str, fills: &[(&str, Fill<'_>)]) -> String {
        self.known(key, fills).unwrap_or_else(|| self.foreign(key))
    }

    /// A message, or the one of another key, or none.
    pub(super) fn known(self, key: &str, fills: &[(&str, Fill<'_>)]) -> Option<String> {
        let bundle = bundle(self.language);
        let pattern = bundle.get_message(key)?.value()?;
        let mut filled = FluentArgs::new();
        for (name, fill) in fills {
            let text = match fill {
                Fill::Foreign(text) => self.foreign(text),
                Fill::Ours(text) => self.ours(text),
                Fill::Ready(text) => text.clone(),
                Fill::Count(count) => {
                    // Plural forms of what does not fit are those of many.
                    filled.set(*name, FluentValue::from(*count));
                    filled.set(format!("{name}-shown"), FluentValue::from(grouped(*count)));
                    continue;
                }
            };
            filled.set(*name, FluentValue::from(text));
        }
        let mut problems = Vec::new();
        Some(
            bundle
                .format_pattern(pattern, Some(&filled), &mut problems)
                .into_owned(),
        )
    }

    /// A count in words.
    pub(super) fn count(self, key: &str, count: usize) -> String {
        self.with(key, &[("n", Fill::Count(count as u64))])
    }

    /// Foreign text, safe, in its own direction.
    pub(super) fn foreign(self, text: &str) -> String {
        let text = safe(text);
        let turns = self.language == Language::Arabic || is_right_to_left(&text);
        match self.form {
            Form::Plain => text,
            Form::Isolated if turns => format!("{FSI}{text}{PDI}"),
            Form::Isolated => text,
            Form::Escaped if turns => format!("{FSI}{}{PDI}", escaped(&text)),
            Form::Escaped => escaped(&text),
            Form::Html => format!("<bdi>{}</bdi>", escaped(&text)),
        }
    }

    /// Numbers, dates, codes: from left to right.
    pub(super) fn ours(self, text: &str) -> String {
        let text = safe(text);
        match (self.form, self.language) {
            (Form::Plain, _) | (Form::Isolated, Language::English) => text,
            (Form::Isolated, Language::Arabic) => format!("{LRI}{text}{PDI}"),
            (Form::Escaped | Form::Html, Language::English) => escaped(&text),
            (Form::Escaped, Language::Arabic) => format!("{LRI}{}{PDI}", escaped(&text)),
            (Form::Html, Language::Arabic) => format!("<bdi dir=\"ltr\">{}</bdi>", escaped(&text)),
        }
    }

    /// An amount with its currency.
    pub(super) fn amount(self, amount: Amount) -> String {
        self.ours(&amount_text(amount))
    }

    /// A time.
    pub(super) fn time(self, time: i64) -> String {
        self.ours(&super::time::shown(time, self.times))
    }

    /// A length of time, rounded up to the unit that says it best.
    pub(super) fn lasting(self, seconds: i64) -> String {
        if self.times == TimeForm::Number {
            return self.ours(&seconds.to_string());
        }
        let seconds = seconds.unsigned_abs();
        let (key, unit) = match seconds {
            0..120 => ("count-seconds", 1),
            120..7_200 => ("count-minutes", 60),
            7_200..172_800 => ("count-hours", 3_600),
            _ => ("count-days", 86_400),
        };
        self.with(key, &[("n", Fill::Count(seconds.div_ceil(unit)))])
    }

    /// Values joined by the language's comma.
    pub(super) fn list(self, items: &[String]) -> String {
        items.join(match self.language {
            Language::English => ", ",
            // ARABIC COMMA
            Language::Arabic => "\u{60c} ",
        })
    }

    /// The arrow from one who gives to one who receives, in the direction of reading.
    pub(super) fn arrow(self) -> &'static str {
        match self.language {
            Language::English => "\u{2192}",
            Language::Arabic => "\u{2190}",
        }
    }
}

/// An amount as people write it: thousands parted, all decimals of the currency, its code; no code where there is none.
pub(super) fn amount_text(amount: Amount) -> String {
    let plain = amount.to_string();
    let (sign, plain) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.as_str()),
    };
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    let dot = if part.is_empty() { "" } else { "." };
    if amount.currency == crate::Currency::NONE {
        return format!("{sign}{whole}{dot}{part}");
    }
    format!("{sign}{whole}{dot}{part} {}", amount.currency.code())
}

/// A whole number with commas between thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

const ENGLISH: &str = include_str!("../../../../data/messages/trace.en.ftl");
const ARABIC: &str = include_str!("../../../../data/messages/trace.ar.ftl");

fn bundle(language: Language) -> &'static FluentBundle<FluentResource> {
    static IN_ENGLISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static IN_ARABIC: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    match language {
        Language::English => IN_ENGLISH.get_or_init(|| build("en", ENGLISH)),
        Language::Arabic => IN_ARABIC.get_or_init(|| build("ar", ARABIC)),
    }
}

fn build(tag: &str, text: &str) -> FluentBundle<FluentResource> {
    // A message that does not parse is left out here and found by the test below.
    let resource = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) => resource,
        Err((resource, _)) => resource,
    };
    let languages = tag.parse().map(|tag| vec![tag]).unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(languages);
    // Values are isolated by the form of the output, not by Fluent.
    bundle.set_use_isolating(false);
    // Fails only on a key given twice; the first one stands, and the test below says so.
    let _ = bundle.add_resource(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<&str> {
        text.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .collect()
    }

    /// The places of each message, sorted.
    fn places(text: &str) -> Vec<Vec<&str>> {
        let mut all: Vec<Vec<&str>> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                all.push(Vec::new());
            }
            if let Some(of) = all.last_mut() {
                of.extend(line.split('$').skip(1).filter_map(|rest| {
                    rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                        .next()
                }));
                of.sort_unstable();
                of.dedup();
            }
        }
        all
    }

    #[test]
    fn both_languages_know_every_key_once_with_the_same_places() {
        assert_eq!(keys(ENGLISH), keys(ARABIC));
        assert_eq!(places(ENGLISH), places(ARABIC));
        assert!(keys(ENGLISH).len() > 200);
        for text in [ENGLISH, ARABIC] {
            assert!(FluentResource::try_new(text.to_owned()).is_ok());
            let mut sorted = keys(text);
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), keys(text).len());
            let said = text.lines().filter(|line| !line.starts_with('#'));
            assert!(!said.clone().any(|line| line.contains(['<', '&', '"'])));
            // Arrows of plural forms are the only closing brackets.
            assert!(
                !said
                    .clone()
                    .any(|line| line.replace("->", "").contains('>'))
            );
        }
    }

    #[test]
    fn arabic_counts_have_their_six_forms() {
        let say = Say {
            language: Language::Arabic,
            form: Form::Plain,
            times: TimeForm::Iso,
            asked: true,
        };
        let of = |count| say.count("count-parties", count);
        let forms: std::collections::BTreeSet<String> = [0, 1, 2, 5, 11, 100]
            .map(|count| of(count).replace(|c: char| c.is_ascii_digit(), ""))
            .into();
        assert_eq!(forms.len(), 6);
        assert!(of(1_250).contains("1,250"));
    }

    #[test]
    fn amounts_are_parted_and_keep_their_decimals() {
        let of = |minor, code| {
            let currency = crate::Currency::of(code).expect("known");
            amount_text(Amount { minor, currency })
        };
        assert_eq!(of(1_250_000, "USD"), "12,500.00 USD");
        assert_eq!(of(1_250_000, "JPY"), "1,250,000 JPY");
        assert_eq!(of(1_250_007, "IQD"), "1,250.007 IQD");
        assert_eq!(of(5, "XXX"), "0.05");
    }
}
