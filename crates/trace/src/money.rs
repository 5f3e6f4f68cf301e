//! Amounts in minor units with their currency. No rate of exchange is known here: amounts of two currencies cannot be
//! compared, and nothing pretends that they can.
//!
//! SOURCE: ISO 4217, list one (alphabetic codes and minor units), and the eight decimals of Bitcoin.

use thiserror::Error;

/// A currency: a place in the table of codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(u8);

/// An amount of a currency in its minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Amount {
    /// Minor units: cents of a dollar, whole yen.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

/// A text that is no amount or no currency.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum MoneyError {
    /// Not a code of the table.
    #[error("unknown currency")]
    UnknownCurrency,
    /// Not a decimal number.
    #[error("not a decimal number")]
    NotANumber,
    /// Below zero.
    #[error("negative amount")]
    Negative,
    /// More decimals than the currency has, and they are not zero.
    #[error("more decimals than the currency has")]
    TooFine,
    /// More than fits.
    #[error("amount too large")]
    TooLarge,
}

/// Codes by their number of decimals; the first is ISO 4217's code for no currency, for files that name none.
const CODES: &[(&str, u32)] = &[
    ("XXX", 2),
    ("AED", 2),
    ("AFN", 2),
    ("ALL", 2),
    ("AMD", 2),
    ("AOA", 2),
    ("ARS", 2),
    ("AUD", 2),
    ("AWG", 2),
    ("AZN", 2),
    ("BAM", 2),
    ("BBD", 2),
    ("BDT", 2),
    ("BGN", 2),
    ("BHD", 3),
    ("BIF", 0),
    ("BMD", 2),
    ("BND", 2),
    ("BOB", 2),
    ("BRL", 2),
    ("BSD", 2),
    ("BTC", 8),
    ("BTN", 2),
    ("BWP", 2),
    ("BYN", 2),
    ("BZD", 2),
    ("CAD", 2),
    ("CDF", 2),
    ("CHF", 2),
    ("CLF", 4),
    ("CLP", 0),
    ("CNY", 2),
    ("COP", 2),
    ("CRC", 2),
    ("CUP", 2),
    ("CVE", 2),
    ("CZK", 2),
    ("DJF", 0),
    ("DKK", 2),
    ("DOP", 2),
    ("DZD", 2),
    ("EGP", 2),
    ("ERN", 2),
    ("ETB", 2),
    ("ETH", 8),
    ("EUR", 2),
    ("FJD", 2),
    ("FKP", 2),
    ("GBP", 2),
    ("GEL", 2),
    ("GHS", 2),
    ("GIP", 2),
    ("GMD", 2),
    ("GNF", 0),
    ("GTQ", 2),
    ("GYD", 2),
    ("HKD", 2),
    ("HNL", 2),
    ("HTG", 2),
    ("HUF", 2),
    ("IDR", 2),
    ("ILS", 2),
    ("INR", 2),
    ("IQD", 3),
    ("IRR", 2),
    ("ISK", 0),
    ("JMD", 2),
    ("JOD", 3),
    ("JPY", 0),
    ("KES", 2),
    ("KGS", 2),
    ("KHR", 2),
    ("KMF", 0),
    ("KPW", 2),
    ("KRW", 0),
    ("KWD", 3),
    ("KYD", 2),
    ("KZT", 2),
    ("LAK", 2),
    ("LBP", 2),
    ("LKR", 2),
    ("LRD", 2),
    ("LSL", 2),
    ("LYD", 3),
    ("MAD", 2),
    ("MDL", 2),
    ("MGA", 2),
    ("MKD", 2),
    ("MMK", 2),
    ("MNT", 2),
    ("MOP", 2),
    ("MRU", 2),
    ("MUR", 2),
    ("MVR", 2),
    ("MWK", 2),
    ("MXN", 2),
    ("MYR", 2),
    ("MZN", 2),
    ("NAD", 2),
    ("NGN", 2),
    ("NIO", 2),
    ("NOK", 2),
    ("NPR", 2),
    ("NZD", 2),
    ("OMR", 3),
    ("PAB", 2),
    ("PEN", 2),
    ("PGK", 2),
    ("PHP", 2),
    ("PKR", 2),
    ("PLN", 2),
    ("PYG", 0),
    ("QAR", 2),
    ("RON", 2),
    ("RSD", 2),
    ("RUB", 2),
    ("RWF", 0),
    ("SAR", 2),
    ("SBD", 2),
    ("SCR", 2),
    ("SDG", 2),
    ("SEK", 2),
    ("SGD", 2),
    ("SHP", 2),
    ("SLE", 2),
    ("SOS", 2),
    ("SRD", 2),
    ("SSP", 2),
    ("STN", 2),
    ("SVC", 2),
    ("SYP", 2),
    ("SZL", 2),
    ("THB", 2),
    ("TJS", 2),
    ("TMT", 2),
    ("TND", 3),
    ("TOP", 2),
    ("TRY", 2),
    ("TTD", 2),
    ("TWD", 2),
    ("TZS", 2),
    ("UAH", 2),
    ("UGX", 0),
    ("USD", 2),
    ("USDC", 6),
    ("USDT", 6),
    ("UYU", 2),
    ("UZS", 2),
    ("VED", 2),
    ("VES", 2),
    ("VND", 0),
    ("VUV", 0),
    ("WST", 2),
    ("XAF", 0),
    ("XAG", 4),
    ("XAU", 4),
    ("XBT", 8),
    ("XCD", 2),
    ("XOF", 0),
    ("XPF", 0),
    ("YER", 2),
    ("ZAR", 2),
    ("ZMW", 2),
    ("ZWG", 2),
];

impl Currency {
    /// No currency named (ISO 4217 `XXX`), counted with two decimals.
    pub const NONE: Self = Self(0);

    /// By its alphabetic code, in any case.
    ///
    /// ```
    /// use kashf_trace::Currency;
    /// assert_eq!(Currency::of("iqd").map(Currency::decimals), Some(3));
    /// assert_eq!(Currency::of("dollars"), None);
    /// ```
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        let code = code.trim();
        if code.len() > 4 {
            return None;
        }
        let upper = code.to_ascii_uppercase();
        let at = CODES.iter().position(|(known, _)| *known == upper)?;
        u8::try_from(at).ok().map(Self)
    }

    /// The alphabetic code.
    #[must_use]
    pub fn code(self) -> &'static str {
        CODES[usize::from(self.0)].0
    }

    /// Decimals of an amount.
    #[must_use]
    pub fn decimals(self) -> u32 {
        CODES[usize::from(self.0)].1
    }
}

impl Amount {
    /// Reads a decimal number: digits, at most one point; a sign of plus is allowed, no thousands.
    ///
    /// # Errors
    /// What is no number, negative, finer than the currency, or larger than `i64` minor units. Where no currency is
    /// named, decimals beyond the second are rounded half up; in a named one they are refused unless zero.
    ///
    /// ```
    /// use kashf_trace::{Amount, Currency};
    /// let amount = Amount::read("1250.5", Currency::of("EUR").unwrap()).unwrap();
    /// assert_eq!((amount.minor, amount.to_string()), (125_050, "1250.50".to_owned()));
    /// ```
    pub fn read(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let text = text.trim();
        let digits = text.strip_prefix('+').unwrap_or(text);
        if let Some(rest) = digits.strip_prefix('-') {
            let number = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            return Err(if number {
                MoneyError::Negative
            } else {
                MoneyError::NotANumber
            });
        }
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) {
            return Err(MoneyError::NotANumber);
        }
        let decimals = currency.decimals() as usize;
        let mut minor = 0_i64;
        let mut push = |digit: u8| {
            minor = minor
                .checked_mul(10)
                .and_then(|minor| minor.checked_add(i64::from(digit - b'0')))
                .ok_or(MoneyError::TooLarge)?;
            Ok(())
        };
        for digit in whole.bytes() {
            push(digit)?;
        }
        for at in 0..decimals {
            push(part.as_bytes().get(at).copied().unwrap_or(b'0'))?;
        }
        let rest = part.as_bytes().get(decimals..).unwrap_or_default();
        if currency == Currency::NONE {
            if rest.first().is_some_and(|digit| *digit >= b'5') {
                minor = minor.checked_add(1).ok_or(MoneyError::TooLarge)?;
            }
        } else if rest.iter().any(|digit| *digit != b'0') {
            return Err(MoneyError::TooFine);
        }
        Ok(Self { minor, currency })
    }
}

impl std::fmt::Display for Amount {
    /// The decimal number, with all decimals of its currency.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let decimals = self.currency.decimals() as usize;
        if decimals == 0 {
            return write!(f, "{}", self.minor);
        }
        let unit = 10_i64.pow(self.currency.decimals());
        let (whole, part) = (self.minor / unit, self.minor % unit);
        write!(f, "{whole}.{part:0decimals$}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_are_sorted_and_found() {
        assert!(CODES[1..].windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (code, decimals) in CODES {
            let currency = Currency::of(code).expect("a code of the table");
            assert_eq!((currency.code(), currency.decimals()), (*code, *decimals));
        }
    }

    #[test]
    fn amounts_that_are_none_are_told_apart() {
        let eur = Currency::of("EUR").expect("known");
        let read = |text| Amount::read(text, eur).map(|amount| amount.minor);
        assert_eq!(read("12"), Ok(1200));
        assert_eq!(read(".5"), Ok(50));
        assert_eq!(read("12.500"), Ok(1250));
        assert_eq!(read("12.505"), Err(MoneyError::TooFine));
        assert_eq!(read("-12"), Err(MoneyError::Negative));
        assert_eq!(read("1,200"), Err(MoneyError::NotANumber));
        assert_eq!(read(""), Err(MoneyError::NotANumber));
        assert_eq!(read("99999999999999999999"), Err(MoneyError::TooLarge));
        assert_eq!(
            Amount::read("1.005", Currency::NONE).map(|a| a.minor),
            Ok(101)
        );
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(minor in 0..i64::MAX, at in 0..CODES.len()) {
            let currency = Currency::of(CODES[at].0).expect("of the table");
            let amount = Amount { minor, currency };
            prop_assert_eq!(Amount::read(&amount.to_string(), currency), Ok(amount));
        }
    }
}
