//! The searches by name: what is asked, and who answers.

use super::{Traced, TracingError};
use kashf_trace::ownership::{OwnedQuestion, Repeats};
use kashf_trace::typologies::{self, Typology, chain};
use kashf_trace::{
    Between, Currency, Finding, Found, MoveNo, Options, Party, TraceError, capacity, channels,
    taint,
};

/// What to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Money that comes back.
    Cycles,
    /// Many givers, or many receivers.
    Fan,
    /// Scattered and gathered again, or gathered and scattered.
    Scatter,
    /// Layers: bipartite, stack.
    Layers,
    /// All typologies of movements, or those that are named.
    Patterns,
    /// Money passed on; with ends, everyone who reaches them.
    Chains,
    /// The best paths between two sides, of money, goods and control.
    Channels,
    /// What listed parties own or control.
    Owned,
    /// How much can have run from one side to the other, and through which accounts.
    Flow,
    /// To whom money of the parties of `from` came, by three rules side by side.
    Taint,
}

/// Movements whose findings are held at a time by [`Search::run_in_pieces`].
const PIECE: MoveNo = 1 << 19;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Window, hops, limits.
    pub options: Options,
    /// Where paths begin; for other searches, parties of which one must stand in a finding.
    pub from: Vec<Party>,
    /// Where paths end; for other searches, parties of which one must stand in a finding.
    pub to: Vec<Party>,
    /// Names of typologies, for [`Search::Patterns`]; none for all.
    pub typologies: Vec<String>,
    /// The day on which links must stand, in days since 1970; none for the day of the movement beside them.
    pub day: Option<i32>,
    /// How many channels.
    pub best: u32,
    /// Of which currency, for [`Search::Flow`]; none for the commonest.
    pub currency: Option<Currency>,
    /// Rules of ownership, for [`Search::Owned`]; none for OFAC's.
    pub rules: Vec<String>,
}

impl Search {
    /// By its name on the command line.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "cycles" => Self::Cycles,
            "fan" => Self::Fan,
            "scatter" => Self::Scatter,
            "layers" => Self::Layers,
            "patterns" => Self::Patterns,
            "chains" => Self::Chains,
            "channels" => Self::Channels,
            "owned" => Self::Owned,
            "flow" => Self::Flow,
            "taint" => Self::Taint,
            _ => return None,
        })
    }

    /// Whether a path may run along links, so that those of the lists belong into the network.
    #[must_use]
    pub fn needs_links(self) -> bool {
        matches!(
            self,
            Self::Channels | Self::Chains | Self::Owned | Self::Patterns
        )
    }

    /// Searches.
    ///
    /// # Errors
    /// An option outside its range, an unknown typology or rule, or no party at an end.
    pub fn run(self, traced: &Traced, question: &Question) -> Result<Found, TracingError> {
        match self {
            Self::Chains => chains(traced, question),
            Self::Channels => {
                let between = between(traced, question);
                let best = question.best.clamp(1, 100);
                Ok(channels::find(
                    &traced.network,
                    &between,
                    best,
                    &question.options,
                )?)
            }
            Self::Owned => owned(traced, question),
            Self::Flow => {
                let between = between(traced, question);
                let capacity = capacity::find(
                    &traced.network,
                    &between,
                    question.currency,
                    &question.options,
                )?;
                Ok(Found {
                    capped: capacity.capped,
                    hubs: capacity.hubs.clone(),
                    findings: capacity.finding(&traced.network).into_iter().collect(),
                    ..Found::default()
                })
            }
            Self::Taint => {
                let dirty = if question.from.is_empty() {
                    traced.designated()
                } else {
                    question.from.clone()
                };
                if dirty.is_empty() {
                    return Err(TraceError::NoEnds { side: "from" }.into());
                }
                let taint = taint::find(&traced.network, &dirty)?;
                let mut found = taint.found(&traced.network, &question.options);
                let only_to = Question {
                    to: question.to.clone(),
                    ..Question::default()
                };
                keep_of(&mut found.findings, &only_to);
                Ok(found)
            }
            Self::Cycles | Self::Fan | Self::Scatter | Self::Layers | Self::Patterns => {
                let typologies = self.typologies(question)?;
                let mut all = Found::default();
                for typology in typologies {
                    let found = (typology.find)(&traced.network, &question.options)?;
                    all.findings.extend(found.findings);
                    all.capped |= found.capped;
                    all.hubs.extend(found.hubs);
                    all.currencies.extend(found.currencies);
                }
                keep_of(&mut all.findings, question);
                all.sort();
                Ok(all)
            }
        }
    }

    /// Searches piece by piece, by the last movement of a finding, so that never all findings are held: `each` gets those
    /// of one piece in their order, pieces in the order of time. Gives how many there were and whether a limit cut the
    /// search anywhere; none, and nothing done, where the search is no matter of pieces: then [`Search::run`] does it.
    ///
    /// # Errors
    /// As [`Search::run`], and whatever `each` says.
    pub fn run_in_pieces<E: From<TracingError>>(
        self,
        traced: &Traced,
        question: &Question,
        mut each: impl FnMut(&Found) -> Result<(), E>,
    ) -> Result<Option<(usize, bool)>, E> {
        if !matches!(self, Self::Cycles | Self::Fan | Self::Scatter) {
            return Ok(None);
        }
        let (network, options) = (&traced.network, &question.options);
        options.check().map_err(TracingError::from)?;
        let mut within = Vec::new();
        for typology in self.typologies(question)? {
            match typology.find_within {
                Some(find) => within.push(find),
                None => return Ok(None),
            }
        }
        let moves = network.flow().len();
        let (mut count, mut capped) = (0, false);
        for start in (0..moves).step_by(PIECE as usize) {
            let piece = start..start.saturating_add(PIECE).min(moves);
            let mut all = Found::default();
            for find in &within {
                let found = find(network, options, piece.clone());
                all.findings.extend(found.findings);
                all.capped |= found.capped;
            }
            keep_of(&mut all.findings, question);
            all.sort();
            count += all.findings.len();
            capped |= all.capped;
            each(&all)?;
        }
        Ok(Some((count, capped)))
    }

    /// The typologies of a search.
    fn typologies(self, question: &Question) -> Result<Vec<&'static Typology>, TracingError> {
        let names: &[&str] = match self {
            Self::Cycles => &["cycle"],
            Self::Fan => &["fan-in", "fan-out"],
            Self::Scatter => &["scatter-gather", "gather-scatter"],
            Self::Layers => &["bipartite", "stack"],
            _ => {
                if question.typologies.is_empty() {
                    return Ok(typologies::all().iter().collect());
                }
                let named = question.typologies.iter().map(|name| of(name));
                return named.collect();
            }
        };
        names.iter().map(|name| of(name)).collect()
    }
}

/// A typology by its name, `fan_in` and `Fan-In` as well.
fn of(name: &str) -> Result<&'static Typology, TracingError> {
    let written = name.trim().to_lowercase().replace(['_', ' '], "-");
    typologies::of(&written).ok_or_else(|| TracingError::Typology {
        name: name.to_owned(),
        known: typologies::all()
            .iter()
            .map(|typology| typology.name)
            .collect(),
    })
}

fn between(traced: &Traced, question: &Question) -> Between {
    Between {
        from: question.from.clone(),
        to: question.to.clone(),
        designated: traced.designated(),
        as_of: question.day,
        ..Between::default()
    }
}

/// Chains between the named ends; without ends, to the designated parties of the lists; without lists, wherever they are.
fn chains(traced: &Traced, question: &Question) -> Result<Found, TracingError> {
    let mut between = between(traced, question);
    if between.from.is_empty() && between.to.is_empty() {
        between.to = std::mem::take(&mut between.designated);
    }
    if between.from.is_empty() && between.to.is_empty() {
        return Ok(chain::find(&traced.network, &question.options)?);
    }
    let mut found = chain::between(&traced.network, &between, &question.options)?;
    // What is asked for as chains is answered as such, though the path to each party is found as a channel.
    for finding in &mut found.findings {
        finding.typology = chain::TYPOLOGY.name;
    }
    Ok(found)
}

/// What the parties of `from` (else the designated) own or control; with `to`, only these are asked about.
fn owned(traced: &Traced, question: &Question) -> Result<Found, TracingError> {
    let listed = if question.from.is_empty() {
        traced.designated()
    } else {
        question.from.clone()
    };
    if listed.is_empty() {
        return Err(TraceError::NoEnds { side: "from" }.into());
    }
    let rules = if question.rules.is_empty() {
        vec!["ofac_50".to_owned()]
    } else {
        question.rules.clone()
    };
    let question = OwnedQuestion {
        listed,
        of: (!question.to.is_empty()).then(|| question.to.clone()),
        rules,
        day: question.day.unwrap_or(0),
        // Rows of a table are lots that add up; lists and entities repeat each other.
        repeats: if traced.has_statements() {
            Repeats::Statements
        } else {
            Repeats::Lots
        },
    };
    Ok(kashf_trace::ownership::find(&traced.network, &question)?)
}

/// Keeps the findings in which one of each named side stands.
fn keep_of(findings: &mut Vec<Finding>, question: &Question) {
    for side in [&question.from, &question.to] {
        if !side.is_empty() {
            let mut side = side.clone();
            side.sort_unstable();
            findings.retain(|finding| {
                finding
                    .parties
                    .iter()
                    .any(|party| side.binary_search(party).is_ok())
            });
        }
    }
}
