//! From the statements of one listing to what it means.

use kashf_core::StatementView;

use super::table::{MeasureTable, NO_MEASURE, ProgrammeRow, Term, measure_table};
use super::{Listing, MAX_LISTINGS, Measure, Source};

/// Statements that readers made from knowledge of their own have an origin that begins so.
const OURS: &str = "kashf:";
/// Words of a list that are shown; longer ones stand whole in the statements.
const MAX_WORDS: usize = 600;
/// Measures of one listing that are shown.
const MAX_MEASURES: usize = 32;

/// The party that is listed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listed<'a> {
    /// Its schema.
    pub(crate) schema: &'a str,
}

impl Listed<'_> {
    /// True unless the schema says that it is no natural person.
    fn may_be_person(self) -> bool {
        matches!(self.schema, "Person" | "LegalEntity" | "Thing")
    }
}

/// What one listing, the statements of one `Sanction`, means for the party.
pub(crate) fn listings_of(sanction: &[StatementView<'_>], listed: Listed<'_>) -> Vec<Listing> {
    let table = measure_table();
    let Some(first) = sanction.first() else {
        return Vec::new();
    };
    let dataset = first.dataset;
    let said: Vec<&str> = sanction
        .iter()
        .filter(|s| matches!(s.prop, "reason" | "summary" | "provisions"))
        .map(|s| s.value)
        .collect();
    let values = |prop: &'static str| -> Vec<&StatementView<'_>> {
        sanction.iter().filter(|s| s.prop == prop).collect()
    };
    let programmes = values("program");
    let ids = values("programId");
    let words: Vec<&str> = values("provisions")
        .into_iter()
        .filter(|s| !s.origin.is_some_and(|o| o.starts_with(OURS)))
        .map(|s| s.value)
        .collect();
    // Which id belongs to which programme is only certain for a single pair.
    let only_id = (ids.len() == 1 && programmes.len() <= 1).then(|| ids[0].value);
    let only_programme = (programmes.len() == 1).then(|| programmes[0].value);
    let mut out = Vec::new();
    if !words.is_empty() {
        out.push(Listing {
            measures: words
                .iter()
                .take(MAX_MEASURES)
                .filter_map(|words| measure_in_words(table, words))
                .collect(),
            checked: true,
            programme: only_programme.map(str::to_owned),
            programme_id: only_id.map(str::to_owned),
            ..empty(dataset, Source::List)
        });
    }
    // A list whose entries say all their measures needs none of ours.
    let complete = !words.is_empty() && table.list(dataset).unwrap_or(true);
    let rows = rows_of(table, dataset, &programmes, &ids, &said);
    for (programme, row) in rows {
        let mut listing = of_row(table, dataset, row, listed, complete);
        listing.programme = programme.map(str::to_owned);
        if let Some(id) = only_id {
            listing.programme_id = Some(id.to_owned());
        }
        if row.is_some() || words.is_empty() {
            out.push(listing);
        }
    }
    keep_exemptions(table, &mut out);
    out.truncate(MAX_LISTINGS);
    out
}

/// An entry that is said to be listed, and nothing else is said.
pub(crate) fn unknown_listing(dataset: &str, listed: Listed<'_>) -> Listing {
    let table = measure_table();
    let mut all = vec![of_row(
        table,
        dataset,
        table.default_of(dataset, &[]),
        listed,
        false,
    )];
    keep_exemptions(table, &mut all);
    all.remove(0)
}

type RowOf<'a> = (Option<&'a str>, Option<&'static ProgrammeRow>);

/// The row of each programme; of the list as a whole where no programme has one.
fn rows_of<'a>(
    table: &'static MeasureTable,
    dataset: &str,
    programmes: &[&StatementView<'a>],
    ids: &[&StatementView<'a>],
    said: &[&str],
) -> Vec<RowOf<'a>> {
    let default = table.default_of(dataset, said);
    let known_list = table.list(dataset).is_some();
    let mut rows: Vec<RowOf<'a>> = Vec::new();
    for programme in programmes.iter().take(MAX_LISTINGS) {
        let published = programme.original_value;
        let row = published
            .into_iter()
            .chain([programme.value])
            .find_map(|name| table.programme(dataset, name, said))
            .or(default);
        rows.push((Some(programme.value), row));
    }
    let found = rows.iter().any(|(_, row)| row.is_some());
    if !known_list && !found {
        let of_ids: Vec<RowOf<'a>> = ids
            .iter()
            .take(MAX_LISTINGS)
            .filter_map(|id| Some((None, Some(table.programme_of_id(id.value)?))))
            .collect();
        if !of_ids.is_empty() {
            // One programme and one id are the same thing; several of each stand beside each other.
            if let ([(programme, _)], [(_, row)]) = (&rows[..], &of_ids[..]) {
                return vec![(*programme, *row)];
            }
            return of_ids;
        }
    }
    if rows.is_empty() {
        rows.push((None, default));
    }
    rows
}

fn of_row(
    table: &MeasureTable,
    dataset: &str,
    row: Option<&ProgrammeRow>,
    listed: Listed<'_>,
    complete: bool,
) -> Listing {
    let mut listing = empty(dataset, Source::Kashf);
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut terms: Vec<&Term> = Vec::new();
    if let Some(row) = row {
        terms = row
            .measures
            .iter()
            .filter_map(|code| table.term(code))
            .filter(|term| !term.persons_only || listed.may_be_person())
            .collect();
        listing.programme_id = some(&row.id);
        listing.legal_basis.clone_from(&row.basis);
        listing.ended = some(&row.ended);
        listing.url = some(&row.url);
        listing.checked = row.is_checked();
        listing.exemptions = row
            .exemptions
            .iter()
            .filter_map(|code| table.exemptions.get(code.as_str()))
            .map(|row| row.exemption.clone())
            .collect();
    }
    if !complete {
        listing.measures = terms.iter().map(|term| term.measure.clone()).collect();
        if listing.measures.is_empty()
            && let Some(unknown) = table.term("unknown")
        {
            listing.measures.push(unknown.measure.clone());
        }
    }
    listing
}

/// Leaves the exemptions whose measure somebody says of this entry.
fn keep_exemptions(table: &MeasureTable, listings: &mut [Listing]) {
    let codes: Vec<String> = listings
        .iter()
        .flat_map(|listing| &listing.measures)
        .map(|measure| measure.code.clone())
        .collect();
    for listing in listings {
        listing.exemptions.retain(|exemption| {
            table
                .exemptions
                .values()
                .any(|row| row.exemption == *exemption && codes.contains(&row.to))
        });
    }
}

/// A measure that the list says, in its words.
fn measure_in_words(table: &MeasureTable, words: &str) -> Option<Measure> {
    let end = words.floor_char_boundary(MAX_WORDS);
    let mut published = words[..end].to_owned();
    if end < words.len() {
        published.push('\u{2026}');
    }
    let code = table.code_of(words);
    if code == Some(NO_MEASURE) {
        return None;
    }
    let mut measure = table.term(code.unwrap_or("as-published"))?.measure.clone();
    if code.is_none() {
        measure.ar = format!("{}: {published}", measure.ar);
        measure.en.clone_from(&published);
    }
    measure.published = Some(published);
    Some(measure)
}

fn empty(dataset: &str, source: Source) -> Listing {
    Listing {
        dataset: dataset.to_owned(),
        programme: None,
        programme_id: None,
        measures: Vec::new(),
        legal_basis: Vec::new(),
        exemptions: Vec::new(),
        ended: None,
        source,
        checked: false,
        url: None,
    }
}
