//! One party of the Australian list: all rows of its number.

use super::columns::{Field, applies, dates_of, day_of, name_property, parts_of};
use crate::programs;
use crate::sheet::{At, Sheet, note, shown};
use crate::structure::Tally;
use crate::{SourceFile, countries};
use kashf_core::{DateSpan, ProblemKind};
use kashf_ftm::EntityBuilder;

const AUTHORITY: &str = "Department of Foreign Affairs and Trade";
const SOURCE_URL: &str =
    "https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list";

type Cells = Vec<(Field, String)>;

/// A party with its rows.
#[derive(Debug)]
pub(super) struct Party {
    id: String,
    number: String,
    line: u64,
    pub(super) has_primary: bool,
    pub(super) rows: Vec<(u64, Cells)>,
}

impl Party {
    pub(super) fn new(id: String, number: &str, line: u64) -> Self {
        Self {
            id,
            number: number.to_owned(),
            line,
            has_primary: false,
            rows: Vec::new(),
        }
    }

    /// Makes the entity and its sanction.
    pub(super) fn finish(&self, file: &SourceFile, tally: &mut Tally, sheet: &mut Sheet) {
        let at = At {
            file: &file.name,
            line: Some(self.line),
            record: &self.number,
        };
        let schema = self.schema(tally, sheet, at);
        sheet.count_record(match schema {
            "Person" => "individual",
            "Vessel" => "vessel",
            _ => "entity",
        });
        sheet.note_record_id(&self.id);
        let mut party = sheet.entity(&self.id, schema);
        let mut sanction = sheet.entity(&format!("{}-sanction", self.id), "Sanction");
        sheet.add(&mut sanction, "entity", &self.id, "record", at);
        sheet.add(&mut sanction, "authority", AUTHORITY, "publisher", at);
        sheet.add(&mut sanction, "authorityId", &self.number, "Reference", at);
        sheet.add(&mut sanction, "sourceUrl", SOURCE_URL, "publisher", at);
        let mut named = false;
        for (line, cells) in &self.rows {
            let at = At {
                line: Some(*line),
                ..at
            };
            named |= read_name(cells, &mut party, sheet, at);
            for (field, text) in cells {
                read_cell(*field, text, &mut party, &mut sanction, sheet, at);
            }
        }
        if !named {
            let field = "Name of Individual or Entity";
            tally.lacks(sheet, at, field, "the party has no name");
        }
        sheet.add(&mut party, "topics", "sanction", "record", at);
        sheet.emit(party);
        sheet.emit(sanction);
    }

    /// The kind that its rows say; a number under `IMO Number` makes a ship of what has none.
    fn schema(&self, tally: &mut Tally, sheet: &mut Sheet, at: At<'_>) -> &'static str {
        let cells = || self.rows.iter().flat_map(|(_, cells)| cells);
        let all = |wanted| cells().filter(move |(field, _)| *field == wanted);
        let known = |text: &str| match text.to_ascii_lowercase().as_str() {
            "individual" | "person" => Some("Person"),
            "entity" => Some("Organization"),
            "vessel" | "ship" => Some("Vessel"),
            _ => None,
        };
        let mut kinds = all(Field::Type).filter_map(|(_, text)| known(text));
        let first = kinds.next();
        if let (Some(first), Some(other)) = (first, kinds.find(|kind| Some(*kind) != first)) {
            let message =
                format!("rows of one number say `{first}` and `{other}`; the first is used");
            sheet.problem(ProblemKind::Doubtful, at, Some("Type"), message);
        }
        match first {
            Some(kind) => kind,
            None if all(Field::Imo).next().is_some() => "Vessel",
            None => {
                let why = "neither an individual, an entity nor a vessel";
                tally.lacks(sheet, at, "Type", why);
                "LegalEntity"
            }
        }
    }
}

fn read_name(cells: &Cells, party: &mut EntityBuilder, sheet: &mut Sheet, at: At<'_>) -> bool {
    let of = |wanted| {
        let found = cells.iter().find(|(field, _)| *field == wanted);
        found.map_or("", |(_, text)| text.as_str())
    };
    let (name, kind) = (of(Field::Name), of(Field::NameType));
    if name.is_empty() {
        return false;
    }
    let origin = "Name of Individual or Entity";
    sheet.see_name(name, origin, at);
    let prop = name_property(kind, of(Field::Strength)).unwrap_or_else(|| {
        let message = format!(
            "`{}` is not a known kind of name; read as an alias",
            shown(kind)
        );
        sheet.problem(ProblemKind::Doubtful, at, Some("Name Type"), message);
        "alias"
    });
    sheet.add(party, prop, name, origin, at)
}

fn read_cell(
    field: Field,
    text: &str,
    party: &mut EntityBuilder,
    sanction: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let is_person = party.schema().is_some_and(|schema| schema.is_a("Person"));
    match field {
        Field::Reference | Field::Name | Field::Type | Field::NameType | Field::Strength => {}
        Field::Birth => {
            let is_ship = party.schema().is_some_and(|schema| schema.is_a("Vessel"));
            let prop = match (is_person, is_ship) {
                (true, _) => "birthDate",
                (_, true) => "buildDate",
                _ => "incorporationDate",
            };
            for (date, written) in dates_of(text) {
                let origin = "Date of Birth";
                if !Sheet::try_add_as(
                    party,
                    prop,
                    &date,
                    if date == written { text } else { written },
                    origin,
                ) {
                    sheet.add(party, prop, written, origin, at);
                }
            }
        }
        Field::BirthPlace if is_person => {
            for part in parts_of(text) {
                Sheet::try_add_as(party, "birthPlace", part, text, "Place of Birth");
            }
        }
        Field::BirthPlace => note(party, &format!("Place of Birth: {text}"), "Place of Birth"),
        Field::Citizenship => {
            let prop = if is_person { "citizenship" } else { "country" };
            for country in parts_of(text).into_iter().flat_map(|part| part.split(',')) {
                let country = country.trim();
                if !country.is_empty() && !countries::add(party, prop, country, "Citizenship") {
                    sheet.unread_country(country, "Citizenship", at);
                    note(party, &format!("Citizenship: {country}"), "Citizenship");
                }
            }
        }
        Field::Address => {
            for part in parts_of(text).into_iter().flat_map(|part| part.split(';')) {
                let part = part.trim();
                if !part.is_empty() {
                    let whole = if part == text { "" } else { text };
                    if whole.is_empty()
                        || !Sheet::try_add_as(party, "address", part, whole, "Address")
                    {
                        sheet.add(party, "address", part, "Address", at);
                    }
                }
            }
        }
        Field::Information => note(party, text, "Additional Information"),
        Field::Imo => match party.schema().and_then(|s| s.property("imoNumber")) {
            Some(_) => _ = sheet.add(party, "imoNumber", text, "IMO Number", at),
            None => note(party, &format!("IMO Number: {text}"), "IMO Number"),
        },
        Field::Committees => {
            sheet.add(sanction, "program", text, "Committees", at);
            if let Some(id) = programs::au(text) {
                sheet.add(sanction, "programId", id, programs::ORIGIN, at);
            }
        }
        Field::Listing => {
            let day = day_of(text);
            let is_day = day
                .parse::<DateSpan>()
                .is_ok_and(|span| span.as_day().is_some());
            let prop = if is_day { "listingDate" } else { "summary" };
            let origin = "Listing Information";
            if !is_day || !Sheet::try_add_as(sanction, prop, &day, text, origin) {
                sheet.add(sanction, "summary", text, origin, at);
            }
        }
        Field::Instrument => {
            _ = sheet.add(sanction, "summary", text, "Instrument of Designation", at)
        }
        Field::ControlDate => read_control_date(text, party, sanction, sheet, at),
        Field::Measure(measure) => match applies(text) {
            Some(true) => {
                Sheet::try_add_as(sanction, "provisions", measure, text, "measures");
            }
            Some(false) => {}
            None => {
                let message = format!("`{}` says neither yes nor no to {measure}", shown(text));
                sheet.problem(ProblemKind::Doubtful, at, Some("measures"), message);
                sheet.add(
                    sanction,
                    "summary",
                    &format!("{measure}: {text}"),
                    "measures",
                    at,
                );
            }
        },
    }
}

fn read_control_date(
    text: &str,
    party: &mut EntityBuilder,
    sanction: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let day = day_of(text);
    let origin = "Control Date";
    let known = Sheet::try_add_as(sanction, "startDate", &day, text, origin);
    if !known {
        sheet.add(sanction, "startDate", text, origin, at);
        return;
    }
    Sheet::try_add_as(party, "createdAt", &day, text, origin);
    let is_day = day
        .parse::<DateSpan>()
        .is_ok_and(|span| span.as_day().is_some());
    let day = day.get(..10).unwrap_or_default();
    if is_day && sheet.as_of.as_deref().is_none_or(|latest| latest < day) {
        sheet.as_of = Some(day.to_owned());
    }
}
