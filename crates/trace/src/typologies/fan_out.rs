//! One pays many within a window.

use super::fans::{self, Way};
use super::{About, Reach, Typology};
use crate::{Found, MoveNo, Network, Options, TraceError};
use std::ops::Range;

/// One pays many within a window.
pub const TYPOLOGY: Typology = Typology {
    name: "fan-out",
    about: About {
        finds: "One party that pays at least `min-width` (3) different receivers within the window (one day). The \
                finding is the whole burst, as for fan-in.",
        why: "A sum is broken up so that each part is small and ordinary: money for the members of a cell, wages of \
              fighters, the first layer of laundering.",
        example: "An account that was quiet for weeks pays twenty new receivers in one afternoon, each a little below \
                  the sum that would be reported.",
        false_alarms: "Pay day, dividends, refunds, a family that pays its bills, a charity that hands out aid.",
        source: "FATF, Emerging Terrorist Financing Risks (2015); Altman et al., Realistic Synthetic Financial \
                 Transactions for Anti-Money Laundering Models (NeurIPS 2023).",
    },
    find,
    find_within: Some(find_within),
    reach: Reach {
        before: 2,
        after: 1,
    },
};

/// All fans out.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    Ok(find_within(network, options, 0..network.flow().len()))
}

/// Fans out whose last payment lies in a range.
#[must_use]
pub fn find_within(network: &Network, options: &Options, closing: Range<MoveNo>) -> Found {
    fans::find_within(Way::Out, network, options, closing)
}
