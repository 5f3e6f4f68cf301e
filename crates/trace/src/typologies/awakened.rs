//! A dormant account is suddenly active.

use super::limits::DAY;
use super::windows::money;
use super::{About, Reach, Typology};
use crate::{Fact, Finding, Found, Hop, MoveNo, Network, Options, Party, TraceError};
use crate::{in_parallel, sum_of};

/// A dormant account is suddenly active.
pub const TYPOLOGY: Typology = Typology {
    name: "awakened",
    about: About {
        finds: "A party that moved nothing for at least ninety days (`dormant`) after it had moved something, and then \
                moves money at least `min-width` (3) times within the window (one day). The finding is the last movement \
                before the silence and the whole first window after it.",
        why: "Old accounts have a history and are watched less: they are bought, taken over, or kept for the day on \
              which they are needed.",
        example: "A student's account, silent since she left the country two years ago, receives six transfers in a \
                  morning and is emptied in cash in the afternoon.",
        false_alarms: "Seasonal trades, people back from abroad or hospital, a house sale, estates, yearly dues.",
        source: "FATF, Terrorist Financing Risk Assessment Guidance (2019); FFIEC, BSA/AML Examination Manual, appendix \
                 F (red flags).",
    },
    find,
    find_within: None,
    reach: Reach {
        before: 0,
        after: 0,
    },
};

/// All awakenings.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    let flow = network.flow();
    let pieces = in_parallel(flow.parties(), options.threads, Vec::new, |own, range| {
        let mut findings = Vec::new();
        for party in range {
            own.clear();
            own.extend(
                flow.arriving(party)
                    .iter()
                    .chain(flow.leaving(party))
                    .filter(|step| step.party != party && money(flow, step.number))
                    .map(|step| step.number),
            );
            own.sort_unstable();
            around(network, options, party, own, &mut findings);
        }
        findings
    });
    let mut found = Found {
        findings: pieces.into_iter().flatten().collect(),
        ..Found::default()
    };
    found.sort();
    Ok(found)
}

fn around(
    network: &Network,
    options: &Options,
    party: Party,
    own: &[MoveNo],
    findings: &mut Vec<Finding>,
) {
    let flow = network.flow();
    for at in 1..own.len() {
        let (last, first) = (flow.clock(own[at - 1]), flow.clock(own[at]));
        let silence = first - last;
        if silence < options.limits.dormant {
            continue;
        }
        let until = first.saturating_add(options.window);
        let count = own[at..].partition_point(|number| flow.clock(*number) <= until);
        if count < options.min_width as usize {
            continue;
        }
        let burst = &own[at..at + count];
        let mut others: Vec<Party> = own[at - 1..at + count]
            .iter()
            .flat_map(|number| [flow.from(*number), flow.to(*number)])
            .filter(|other| *other != party)
            .collect();
        others.sort_unstable();
        others.dedup();
        let mut parties = vec![party];
        parties.append(&mut others);
        findings.push(Finding {
            typology: TYPOLOGY.name,
            hops: own[at - 1..at + count]
                .iter()
                .copied()
                .map(Hop::Move)
                .collect(),
            parties,
            amount: sum_of(flow, burst.iter().copied()),
            capped: false,
            facts: vec![
                Fact::Party("hub", party),
                Fact::Number("silent-days", i64::from(silence / DAY)),
                Fact::Number("payments", count as i64),
            ],
        });
    }
}
