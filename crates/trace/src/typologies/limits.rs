//! What single typologies ask beside [`crate::Options`], with defaults that say where they come from.

use crate::{Amount, Currency, Flow, MoveNo};

/// Amounts in major units from which cash must be reported or the payer be identified, by currency.
///
/// SOURCE: USD 31 CFR 1010.311; EUR Directive (EU) 2015/849, article 2(1)(3)(e); GBP the same as kept in the Money Laundering
/// Regulations 2017, regulation 14; CAD PCMLTF Regulations, section 126; AUD AML/CTF Act 2006, section 5; INR PML
/// (Maintenance of Records) Rules 2005, rule 3; CNY People's Bank of China, order 3 of 2016; AED Cabinet Decision 10 of
/// 2019 with the circular on precious metals. Where none is named, ten thousand.
const THRESHOLDS: &[(&str, i64)] = &[
    ("AED", 55_000),
    ("AUD", 10_000),
    ("CAD", 10_000),
    ("CNY", 50_000),
    ("EUR", 10_000),
    ("GBP", 10_000),
    ("INR", 1_000_000),
    ("USD", 10_000),
    ("XXX", 10_000),
];

/// Seconds of a day.
pub(super) const DAY: u32 = 86_400;

/// What single typologies ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The reporting threshold in minor units for every currency; none takes the table, and passes over currencies that it
    /// does not have.
    pub threshold: Option<i64>,
    /// How far below the threshold still is just below, in percent of it. Twenty: reported cases keep within a fifth
    /// ("8,000 to 9,900"), and our generator's smurfs too.
    pub below: u8,
    /// Fewest gifts of a campaign, from as many givers. Ten: smaller appeals are families and friends.
    pub gifts: u32,
    /// Time that a campaign, or a trade with its payment, may take, in seconds. Thirty days: the usual time for payment.
    pub long: u32,
    /// Silence after which an account counts as dormant, in seconds. Ninety days: a quarter without any movement.
    pub dormant: u32,
    /// Smallest share of an owner, in hundredths of a percent. 2,500: FATF's example for a beneficial owner
    /// (recommendations 24 and 10, interpretive notes).
    pub owner_share: u16,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            threshold: None,
            below: 20,
            gifts: 10,
            long: 30 * DAY,
            dormant: 90 * DAY,
            owner_share: 2_500,
        }
    }
}

impl Limits {
    /// The reporting threshold of a currency, if one is known.
    #[must_use]
    pub fn threshold_of(&self, currency: Currency) -> Option<Amount> {
        let minor = match self.threshold {
            Some(minor) => minor,
            None => {
                let code = currency.code();
                let (_, major) = THRESHOLDS.iter().find(|(known, _)| *known == code)?;
                major.checked_mul(10_i64.pow(currency.decimals()))?
            }
        };
        Some(Amount { minor, currency })
    }

    /// Whether an amount lies just below the threshold of its currency.
    pub(super) fn just_below(&self, amount: Amount) -> bool {
        self.threshold_of(amount.currency).is_some_and(|threshold| {
            let minor = i128::from(amount.minor);
            let whole = i128::from(threshold.minor);
            minor < whole && minor * 100 >= whole * (100 - i128::from(self.below.min(100)))
        })
    }
}

/// Whether `part` is at least so many percent of `whole`, rounded to the nearest percent: a fee of a tenth is a tenth whatever
/// the cents. Amounts of two currencies never are.
pub(super) fn at_least(part: Amount, percent: u8, whole: Amount) -> bool {
    part.currency == whole.currency
        && i128::from(part.minor) * 200 + i128::from(whole.minor)
            >= i128::from(whole.minor) * i128::from(percent) * 2
}

/// The day of a movement, in days since 1970.
pub(super) fn day_of(flow: &Flow, number: MoveNo) -> i32 {
    i32::try_from(flow.time(number).div_euclid(i64::from(DAY))).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn just_below_is_a_fifth() {
        let usd = Currency::of("USD").expect("known");
        let limits = Limits::default();
        let just = |text: &str| limits.just_below(Amount::read(text, usd).expect("an amount"));
        assert_eq!(
            [
                just("7999.99"),
                just("8000"),
                just("9999.99"),
                just("10000")
            ],
            [false, true, true, false]
        );
        for (code, major) in THRESHOLDS {
            let currency = Currency::of(code).expect("a code of the table");
            let minor = limits.threshold_of(currency).map(|amount| amount.minor);
            assert_eq!(minor, Some(major * 10_i64.pow(currency.decimals())));
        }
        assert_eq!(
            limits.threshold_of(Currency::of("CHF").expect("known")),
            None
        );
    }
}
