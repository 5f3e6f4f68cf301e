//! Many pay one within a window.

use super::fans::{self, Way};
use super::{About, Reach, Typology};
use crate::{Found, MoveNo, Network, Options, TraceError};
use std::ops::Range;

/// Many pay one within a window.
pub const TYPOLOGY: Typology = Typology {
    name: "fan-in",
    about: About {
        finds: "One party that receives from at least `min-width` (3) different givers within the window (one day). The \
                finding is the whole burst: every payment that the party received in it. Told are the windows that no \
                other contains; of a party that receives all day, only those wider than what went before.",
        why: "Collection comes before use: donations for a cause that is none, deposits of several couriers, proceeds \
              of many frauds in one account. The wide side is hard to hide, because each giver must pay somewhere.",
        example: "Fourteen people who never paid her before each send a student between 80 and 95 hundred within a \
                  day. `counterparties` says 14, `counterparties-before` says 0.",
        false_alarms: "Shops, landlords, schools, charities with a real appeal, a wedding or a funeral, pay day at a \
                       collecting account. A steady receiver has `counterparties-before` close to `counterparties`; \
                       `--hubs` passes over payment processors.",
        source: "FATF, Terrorist Financing (2008) and Crowdfunding for Terrorism Financing (2023); Altman et al., \
                 Realistic Synthetic Financial Transactions for Anti-Money Laundering Models (NeurIPS 2023).",
    },
    find,
    find_within: Some(find_within),
    reach: Reach {
        before: 2,
        after: 1,
    },
};

/// All fans in.
///
/// # Errors
/// An option outside its range.
///
/// ```
/// use kashf_trace::{Amount, Currency, MoveKind, NetworkBuilder, Options, typologies::fan_in};
///
/// let mut builder = NetworkBuilder::default();
/// let amount = Amount::read("90", Currency::NONE)?;
/// for (at, giver) in ["a", "b", "c"].iter().enumerate() {
///     builder.movement((giver, "hub"), at as i64 * 60, amount, MoveKind::Payment, giver)?;
/// }
/// let found = fan_in::find(&builder.finish(), &Options::default())?;
/// assert_eq!(found.findings[0].moves().collect::<Vec<_>>(), [0, 1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    Ok(find_within(network, options, 0..network.flow().len()))
}

/// Fans in whose last payment lies in a range.
#[must_use]
pub fn find_within(network: &Network, options: &Options, closing: Range<MoveNo>) -> Found {
    fans::find_within(Way::In, network, options, closing)
}
