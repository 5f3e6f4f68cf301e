//! From rows to a network: each row is understood, judged, counted, and given to the builder.

use super::TracingError;
use super::columns::{COUNT, Field};
use super::moment::{self, TimeForm};
use super::places::Places;
use super::problems::{Problems, RowProblem};
use super::seen::{Seen, digits};
use super::words::{self, Kind, Shown};
use kashf_core::Entity;
use kashf_trace::{Amount, Currency, LinkKind, MoneyError, Move, MoveKind, NetworkBuilder};
use rustc_hash::FxHashMap;

/// Characters of a cell that a message shows.
const SHOWN: usize = 40;

/// The cells of a row by field; empty where there is none.
pub(crate) struct RawRow<'r> {
    pub(crate) cells: [&'r str; COUNT],
    /// Whether rows of this file have the field.
    pub(crate) has: [bool; COUNT],
    /// Line, or number of the row.
    pub(crate) line: u64,
}

impl<'r> RawRow<'r> {
    pub(super) fn get(&self, field: Field) -> &'r str {
        self.cells[field as usize].trim()
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.has[field as usize]
    }
}

/// A link as it was read; its share waits for the rest of the file.
#[derive(Debug)]
pub(crate) struct RawLink {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) kind: LinkKind,
    pub(crate) share: Option<Shown>,
    pub(crate) since: Option<i32>,
    pub(crate) until: Option<i32>,
    pub(crate) line: u64,
}

/// What a network is filled with.
#[derive(Debug, Default)]
pub(crate) struct Filler {
    pub(crate) builder: NetworkBuilder,
    pub(crate) places: Places,
    pub(crate) link_places: Places,
    pub(crate) links: u32,
    pub(crate) problems: Problems,
    pub(crate) form: TimeForm,
    /// Names by number by arrival: of several the first in the order of letters.
    pub(crate) names: FxHashMap<u32, String>,
    /// Seconds since 1970: what is later has not happened.
    pub(crate) now: i64,
    /// What is later than this is not asked about.
    pub(crate) as_of: Option<i64>,
    /// Whether any file has amounts.
    pub(crate) has_amounts: bool,
    /// Rows read, over all files, with those that were left out.
    pub(crate) rows: u64,
    /// Parties that came as entities, by number by arrival.
    pub(crate) parties: Vec<(u32, Entity)>,
    pub(super) file: String,
    pub(super) raw_links: Vec<RawLink>,
    seen: Seen,
    currencies: FxHashMap<String, Option<Currency>>,
}

impl Filler {
    /// Nothing yet: see [`super::TraceInput`].
    pub(crate) fn new(now: i64, as_of: Option<i64>) -> Self {
        Self {
            now,
            as_of,
            ..Self::default()
        }
    }

    /// Begins a file.
    pub(crate) fn begin(&mut self, file: &str) {
        self.file = file.to_owned();
        self.places.begin(file);
        self.link_places.begin(file);
    }

    /// Ends a file: its shares are all known.
    pub(crate) fn end(&mut self) -> Result<bool, TracingError> {
        let links = std::mem::take(&mut self.raw_links);
        let fractions = words::are_fractions(links.iter().filter_map(|link| link.share));
        for link in links {
            let source = self.links;
            self.link_places.note(source, link.line);
            self.links += 1;
            let ends = (
                self.builder.reference(link.from).to_owned(),
                self.builder.reference(link.to).to_owned(),
            );
            let share = words::share_of(link.share, fractions);
            let days = (link.since, link.until);
            self.builder
                .link((&ends.0, &ends.1), link.kind, share, days, source)?;
        }
        Ok(fractions)
    }

    /// A row that could not be read.
    pub(crate) fn broken(&mut self, line: u64, problem: String) {
        self.rows += 1;
        self.problems
            .add(RowProblem::Broken, &self.file, line, || problem);
    }

    pub(super) fn problem(&mut self, problem: RowProblem, line: u64, what: &str, cell: &str) {
        self.problems.add(problem, &self.file, line, || {
            if cell.is_empty() {
                return what.to_owned();
            }
            let shown: String = cell.chars().take(SHOWN).collect();
            format!("{what}: `{shown}`")
        });
    }

    /// Takes a row in.
    pub(crate) fn row(&mut self, row: &RawRow<'_>) -> Result<(), TracingError> {
        let number = self.rows;
        self.rows += 1;
        let (from, to) = (row.get(Field::From), row.get(Field::To));
        if from.is_empty() || to.is_empty() {
            let what = if from.is_empty() {
                "nobody gives"
            } else {
                "nobody receives"
            };
            self.problem(RowProblem::NoParty, row.line, what, "");
            return Ok(());
        }
        let kind = match row.get(Field::Kind) {
            "" => None,
            word => words::kind(word),
        };
        let is_link = match kind {
            Some(Kind::Link(_)) => true,
            Some(Kind::Movement(_)) => false,
            None => row.has(Field::Share) && !row.has(Field::Time),
        };
        if is_link {
            let kind = match kind {
                Some(Kind::Link(kind)) => kind,
                _ => LinkKind::Ownership,
            };
            return self.link(row, (from, to), kind);
        }
        let kind = match kind {
            Some(Kind::Movement(kind)) => kind,
            _ => MoveKind::Payment,
        };
        self.movement(row, (from, to), kind, number)
    }

    fn movement(
        &mut self,
        row: &RawRow<'_>,
        (from, to): (&str, &str),
        kind: MoveKind,
        number: u64,
    ) -> Result<(), TracingError> {
        let time = row.get(Field::Time);
        let Some(moment) = moment::read(time) else {
            self.problem(RowProblem::Time, row.line, "not a time", time);
            return Ok(());
        };
        if moment.seconds > self.now {
            self.problem(RowProblem::Future, row.line, "in the future", time);
            return Ok(());
        }
        let amount = match self.amount(row) {
            Ok(amount) => amount,
            Err((problem, what, cell)) => {
                self.problem(problem, row.line, what, cell);
                return Ok(());
            }
        };
        if from == to {
            self.problem(
                RowProblem::SelfPayment,
                row.line,
                "giver and receiver are one",
                "",
            );
            return Ok(());
        }
        if self.as_of.is_some_and(|day| moment.seconds > day) {
            self.problem(
                RowProblem::After,
                row.line,
                "later than the day asked for",
                time,
            );
            return Ok(());
        }
        let mut room = [0_u8; 20];
        let (id, given) = match row.get(Field::Id) {
            "" => (digits(number, &mut room), false),
            id => (id, true),
        };
        let ends = self.parties(row, (from, to))?;
        if given && self.repeats(id, (ends, moment.seconds, amount, kind), row.line) {
            return Ok(());
        }
        self.form.saw(moment.form);
        let at = self
            .builder
            .movement_between(ends, moment.seconds, amount, kind, id)?;
        self.places.note(at, row.line);
        Ok(())
    }

    /// The numbers of both parties; their names are kept where the file has them.
    pub(super) fn parties(
        &mut self,
        row: &RawRow<'_>,
        (from, to): (&str, &str),
    ) -> Result<(u32, u32), TracingError> {
        let ends = (self.builder.number(from)?, self.builder.number(to)?);
        if row.has(Field::FromName) {
            self.name(ends.0, row.get(Field::FromName));
        }
        if row.has(Field::ToName) {
            self.name(ends.1, row.get(Field::ToName));
        }
        for (reference, field) in [(from, Field::FromCountry), (to, Field::ToCountry)] {
            if row.has(field) {
                self.builder.country(reference, row.get(field))?;
            }
        }
        Ok(ends)
    }

    /// Whether a reference stands in the input.
    pub(crate) fn knows(&self, reference: &str) -> bool {
        self.builder.knows(reference)
    }

    /// Keeps a name of a party.
    pub(crate) fn name(&mut self, party: u32, name: &str) {
        if name.is_empty() || name.len() > 1_000 {
            return;
        }
        let kept = self.names.entry(party).or_insert_with(|| name.to_owned());
        if name < kept.as_str() {
            name.clone_into(kept);
        }
    }

    fn amount<'r>(
        &mut self,
        row: &RawRow<'r>,
    ) -> Result<Amount, (RowProblem, &'static str, &'r str)> {
        let code = row.get(Field::Currency);
        let currency = if code.is_empty() {
            Currency::NONE
        } else {
            let known = match self.currencies.get(code) {
                Some(known) => *known,
                None => {
                    let known = words::currency(code);
                    // A column of other things would fill the memory.
                    if self.currencies.len() < 1_000 {
                        self.currencies.insert(code.to_owned(), known);
                    }
                    known
                }
            };
            known.ok_or((RowProblem::Currency, "unknown currency", code))?
        };
        if !row.has(Field::Amount) {
            return Ok(Amount { minor: 0, currency });
        }
        self.has_amounts = true;
        let text = row.get(Field::Amount);
        match Amount::read(text, currency) {
            Ok(amount) => Ok(amount),
            Err(MoneyError::Negative) => Err((RowProblem::Negative, "negative amount", text)),
            Err(MoneyError::TooFine) => {
                self.problem(
                    RowProblem::Rounded,
                    row.line,
                    "finer than the currency",
                    text,
                );
                rounded(text, currency).ok_or((RowProblem::Amount, "not an amount", text))
            }
            Err(_) => Err((RowProblem::Amount, "not an amount", text)),
        }
    }

    /// Whether the same row was there before under the same id. Another row with this id is counted, and kept.
    fn repeats(
        &mut self,
        id: &str,
        (ends, time, amount, kind): ((u32, u32), i64, Amount, MoveKind),
        line: u64,
    ) -> bool {
        let Some(before) = self.seen.before(id, &self.builder) else {
            return false;
        };
        let Move {
            from,
            to,
            time: at,
            amount: of,
            kind: what,
            ..
        } = self.builder.get(before);
        let same = ((from, to), at, of, what) == (ends, time, amount, kind);
        let (problem, what) = if same {
            (RowProblem::Repeated, "the same row again, id")
        } else {
            (RowProblem::SharedId, "another row has the id")
        };
        self.problem(problem, line, what, id);
        same
    }
}

/// The amount with its decimals cut to those of the currency, rounded half up.
fn rounded(text: &str, currency: Currency) -> Option<Amount> {
    let (whole, part) = text.split_once('.')?;
    let kept = currency.decimals() as usize;
    let up = part
        .as_bytes()
        .get(kept)
        .is_some_and(|digit| *digit >= b'5');
    let cut = Amount::read(&format!("{whole}.{}", part.get(..kept)?), currency).ok()?;
    Some(Amount {
        minor: cut.minor.checked_add(i64::from(up))?,
        currency,
    })
}
