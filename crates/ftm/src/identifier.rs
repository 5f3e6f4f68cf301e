//! Identifiers: which kind a number is, whether its check digits are right, and its one form.
//!
//! A right check digit makes a shared number strong evidence and a chance match unlikely; a wrong one
//! is reported, never repaired. Kinds without check digits (passports) are only normalised.

mod bank;
mod luhn;
mod other;
mod russia;
mod ship;
mod wallet;

pub use wallet::Coin;

use crate::model::Property;

/// What kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum IdentifierKind {
    /// Number of a ship or shipping company at the International Maritime Organization.
    Imo,
    /// Maritime Mobile Service Identity of a ship's radio.
    Mmsi,
    /// A ship's or aircraft's radio call sign.
    CallSign,
    /// Legal Entity Identifier, ISO 17442.
    Lei,
    /// International Bank Account Number, ISO 13616.
    Iban,
    /// Business Identifier Code of a bank, ISO 9362; its first eight characters.
    Bic,
    /// International Securities Identification Number, ISO 6166.
    Isin,
    /// Financial Instrument Global Identifier.
    Figi,
    /// Russian registration number of a company (13 digits) or entrepreneur (15).
    Ogrn,
    /// Russian tax number of a company (10 digits) or person (12).
    Inn,
    /// Chinese Unified Social Credit Identifier.
    Uscc,
    /// Unique Entity Identifier of the United States.
    Uei,
    /// National Provider Identifier of the United States.
    Npi,
    /// Social Security Number of the United States.
    Ssn,
    /// Wikidata item.
    Wikidata,
    /// Address of a wallet on a block chain; the coin when its form tells.
    CryptoWallet {
        /// Which block chain the form belongs to.
        coin: Option<Coin>,
    },
    /// Number of a passport.
    Passport,
    /// Number of a national identity document.
    NationalId,
    /// A tax number of any country.
    TaxNumber,
    /// A registration number of any register.
    Registration,
    /// Any other identifier.
    Other,
}

/// The kind of the identifiers that a property of FollowTheMoney holds; `None` when it holds none.
///
/// ```
/// use kashf_ftm::identifier::{IdentifierKind, kind_of_property};
/// assert_eq!(kind_of_property("imoNumber"), Some(IdentifierKind::Imo));
/// assert_eq!(kind_of_property("name"), None);
/// ```
#[must_use]
pub fn kind_of_property(prop: &str) -> Option<IdentifierKind> {
    Some(match prop {
        "imoNumber" => IdentifierKind::Imo,
        "mmsi" => IdentifierKind::Mmsi,
        "callSign" => IdentifierKind::CallSign,
        "leiCode" => IdentifierKind::Lei,
        "iban" | "ibanMentioned" => IdentifierKind::Iban,
        "bic" | "swiftBic" => IdentifierKind::Bic,
        "isin" | "isinCode" => IdentifierKind::Isin,
        "figiCode" => IdentifierKind::Figi,
        "ogrnCode" => IdentifierKind::Ogrn,
        "innCode" => IdentifierKind::Inn,
        "uscCode" => IdentifierKind::Uscc,
        "uniqueEntityId" => IdentifierKind::Uei,
        "npiCode" => IdentifierKind::Npi,
        "socialSecurityNumber" => IdentifierKind::Ssn,
        "wikidataId" => IdentifierKind::Wikidata,
        "publicKey" | "cryptoAddress" => IdentifierKind::CryptoWallet { coin: None },
        "passportNumber" => IdentifierKind::Passport,
        "idNumber" | "personalNumber" => IdentifierKind::NationalId,
        "taxNumber" | "vatCode" | "irsCode" | "kppCode" | "voenCode" => IdentifierKind::TaxNumber,
        "registrationNumber" | "licenseNumber" | "dunsCode" | "okpoCode" | "cageCode"
        | "serialNumber" | "permId" | "unscId" | "giiNumber" | "ipoCode" => {
            IdentifierKind::Registration
        }
        _ => {
            let is_identifier = crate::model::model().is_identifier(prop);
            return is_identifier.then_some(IdentifierKind::Other);
        }
    })
}

/// The normalised form of an identifier whose shape and check digits are right; `None` otherwise.
///
/// ```
/// use kashf_ftm::identifier::{IdentifierKind, check};
/// assert_eq!(check(IdentifierKind::Imo, "IMO 9074729").as_deref(), Some("IMO9074729"));
/// assert_eq!(check(IdentifierKind::Imo, "IMO 9074728"), None);
/// ```
#[must_use]
pub fn check(kind: IdentifierKind, text: &str) -> Option<String> {
    if text.len() > MAX_BYTES {
        return None;
    }
    match kind {
        IdentifierKind::Imo => ship::imo(text),
        IdentifierKind::Mmsi => ship::mmsi(text),
        IdentifierKind::Lei => bank::lei(text),
        IdentifierKind::Iban => bank::iban(text),
        IdentifierKind::Bic => bank::bic(text),
        IdentifierKind::Isin => bank::isin(text),
        IdentifierKind::Figi => bank::figi(text),
        IdentifierKind::Ogrn => russia::ogrn(text),
        IdentifierKind::Inn => russia::inn(text),
        IdentifierKind::Uscc => other::uscc(text),
        IdentifierKind::Uei => other::uei(text),
        IdentifierKind::Npi => other::npi(text),
        IdentifierKind::Ssn => other::ssn(text),
        IdentifierKind::Wikidata => other::wikidata(text),
        IdentifierKind::CryptoWallet { coin } => wallet::check(coin, text).map(|(_, text)| text),
        IdentifierKind::CallSign
        | IdentifierKind::Passport
        | IdentifierKind::NationalId
        | IdentifierKind::TaxNumber
        | IdentifierKind::Registration
        | IdentifierKind::Other => Some(normalise(text)).filter(|text| !text.is_empty()),
    }
}

/// The longest identifier that is looked at, in bytes.
const MAX_BYTES: usize = 512;

/// The form in which identifiers of any kind are compared: letters and digits only, in uppercase,
/// digits of the Arabic script as plain ones.
///
/// ```
/// assert_eq!(kashf_ftm::identifier::normalise("no. a-12/34"), "NOA1234");
/// ```
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        if c.is_ascii() {
            normal.push(c.to_ascii_uppercase());
        } else if let Some(digit) = crate::clean::digit(c) {
            normal.push(digit);
        } else {
            normal.extend(c.to_uppercase().filter(|c| c.is_alphanumeric()));
        }
    }
    normal
}

/// The kind of an identifier that nobody named, when its form and check digits leave no doubt, with
/// its normalised form. Kinds whose form many other numbers share (INN, MMSI, BIC) are never guessed.
///
/// ```
/// use kashf_ftm::identifier::{IdentifierKind, recognise};
/// assert_eq!(recognise("IMO 9074729").map(|(kind, _)| kind), Some(IdentifierKind::Imo));
/// assert_eq!(recognise("12345"), None);
/// ```
#[must_use]
pub fn recognise(text: &str) -> Option<(IdentifierKind, String)> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let text = text.trim();
    let named = text
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("imo"));
    if named && let Some(number) = ship::imo(text) {
        return Some((IdentifierKind::Imo, number));
    }
    for kind in [
        IdentifierKind::Lei,
        IdentifierKind::Iban,
        IdentifierKind::Isin,
        IdentifierKind::Ogrn,
    ] {
        if let Some(number) = check(kind, text) {
            return Some((kind, number));
        }
    }
    let (coin, address) = wallet::check(None, text)?;
    let kind = IdentifierKind::CryptoWallet { coin: Some(coin) };
    Some((kind, address))
}

/// Cleans the value of an identifier property as FollowTheMoney does: by its format if it has one.
pub(crate) fn clean(property: &Property, text: &str) -> Result<String, &'static str> {
    let kind = match property.format {
        None => return Ok(text.trim().to_owned()),
        Some("imo") => IdentifierKind::Imo,
        Some("lei") => IdentifierKind::Lei,
        Some("iban") => IdentifierKind::Iban,
        Some("bic") => IdentifierKind::Bic,
        Some("isin") => IdentifierKind::Isin,
        Some("figi") => IdentifierKind::Figi,
        Some("ogrn") => IdentifierKind::Ogrn,
        Some("inn") => IdentifierKind::Inn,
        Some("uscc") => IdentifierKind::Uscc,
        Some("uei") => IdentifierKind::Uei,
        Some("npi") => IdentifierKind::Npi,
        Some("ssn") => IdentifierKind::Ssn,
        Some("wikidata") => IdentifierKind::Wikidata,
        Some(_) => return Ok(text.trim().to_owned()),
    };
    check(kind, text).ok_or("has the wrong form or a wrong check digit")
}

#[cfg(test)]
mod tests;
