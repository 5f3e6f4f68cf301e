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
        "name-same" | "name-equal" => "same name".to_owned(),
        "name-other-script" | "name-similar" => format!("name {} %", value("similarity")),
        "weak-alias" => "only a weak alias".to_owned(),
        "birth-same-day" => "birth date".to_owned(),
        "birth-same-month" => "birth month".to_owned(),
        "birth-same-year" => "birth year".to_owned(),
        "birth-overlap" => "birth date fits".to_owned(),
        "birth-swapped" => "day/month swapped".to_owned(),
        "birth-one-digit" => "birth date 1 digit off".to_owned(),
        "birth-other-day" => "other birthday".to_owned(),
        "birth-near-year" | "birth-contradicts" => {
            format!(
                "born {}, listed {}",
                year(value("query")),
                year(value("candidate"))
            )
        }
        "country-same" => "country".to_owned(),
        "country-differs" => "other country".to_owned(),
        "nationality-differs" => "other nationality".to_owned(),
        "gender-differs" => "other gender".to_owned(),
        "identifier-same" | "identifier-other-kind" => identifier(value("kind")).to_owned(),
        "identifier-differs" => format!("other {}", identifier(value("kind"))),
        "contact-same" => "phone or e-mail".to_owned(),
        "address-same" => "address".to_owned(),
        // What says least goes first when room is short.
        _ => return None,
    };
    Some(words)
}

/// What people call the identifier in this property.
fn identifier(property: &str) -> &str {
    match property {
        "imoNumber" => "IMO number",
        "passportNumber" => "passport",
        "idNumber" => "identity number",
        "registrationNumber" => "registration number",
        "publicKey" => "wallet",
        other => other,
    }
}
