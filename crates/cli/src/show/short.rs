//! A reason in two or three words, for a table where its sentence does not fit.

use kashf_core::Reason;

/// The words for a reason; `None` for what a short form can leave out.
pub(crate) fn short(reason: &Reason) -> Option<String> {
    let value = |name: &str| {
        let found = reason
            .evidence
            .arguments
            .iter()
            .find(|(key, _)| *key == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let year = |text: &str| text.get(..4).unwrap_or(text).to_owned();
    let words = match reason.evidence.key {
        "name-same" => "same spelling".to_owned(),
        "name-equal" => "same name".to_owned(),
        "name-other-script" => format!("other script {} %", value("similarity")),
        "name-similar" => format!("name alike {} %", value("similarity")),
        "weak-alias" => "only a weak alias".to_owned(),
        "birth-same-day" => "same birth date".to_owned(),
        "birth-same-month" => "same birth month".to_owned(),
        "birth-same-year" => "same birth year".to_owned(),
        "birth-overlap" => "birth date fits".to_owned(),
        "birth-swapped" => "day and month swapped".to_owned(),
        "birth-one-digit" => "birth date one digit off".to_owned(),
        "birth-other-day" => "other birthday".to_owned(),
        "birth-near-year" | "birth-contradicts" => {
            format!(
                "born {}, listed {}",
                year(value("query")),
                year(value("candidate"))
            )
        }
        "country-same" => "same country".to_owned(),
        "country-differs" => "other country".to_owned(),
        "nationality-differs" => "other nationality".to_owned(),
        "gender-differs" => "other gender".to_owned(),
        "identifier-same" | "identifier-other-kind" => format!("same {}", value("kind")),
        "identifier-differs" => format!("other {}", value("kind")),
        "contact-same" => "same contact".to_owned(),
        "address-same" => "address alike".to_owned(),
        // What says least goes first when room is short.
        _ => return None,
    };
    Some(words)
}
