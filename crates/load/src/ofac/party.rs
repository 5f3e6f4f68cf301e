//! One OFAC record with its alternate names, addresses and remarks, as entities.

use super::clauses::{self, Link};
use super::links::NameIndex;
use super::names;
use super::rows::Row;
use crate::countries;
use crate::programs;
use crate::sheet::{At, Sheet, note};
use crate::xml::tree::collapse;
use kashf_core::ProblemKind;
use kashf_ftm::EntityBuilder;
use std::collections::BTreeMap;

const AUTHORITY: &str = "Office of Foreign Assets Control";
/// OFAC cuts remarks here and continues them in the comments file.
const REMARKS_CUT_AT: usize = 1000;

/// Clauses of one record that are read; the longest real remarks have 32. It bounds how many
/// statements a hostile file can make of one record.
const MAX_CLAUSES: usize = 2_000;

/// What all records share.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) file: &'a str,
    pub(crate) prefix: &'a str,
    pub(crate) index: &'a NameIndex,
    pub(crate) has_comments: bool,
}

impl<'a> Context<'a> {
    /// For a list of one file.
    pub(crate) fn new(file: &'a str, dataset: &str, index: &'a NameIndex) -> Self {
        let consolidated = dataset == "us_ofac_cons";
        Self {
            file,
            prefix: if consolidated { "us-cons" } else { "us-sdn" },
            index,
            has_comments: false,
        }
    }
}

/// What the record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Person,
    Organization,
    Vessel,
    Aircraft,
}

impl Kind {
    /// Schema, and the publisher's word by which records are counted.
    fn names(self, company: bool) -> (&'static str, &'static str) {
        match self {
            Self::Person => ("Person", "individual"),
            Self::Vessel => ("Vessel", "vessel"),
            Self::Aircraft => ("Airplane", "aircraft"),
            Self::Organization if company => ("Company", "entity"),
            Self::Organization => ("Organization", "entity"),
        }
    }
}

/// One record while it is read: the party, its listing, and the entities beside them.
pub(crate) struct Party<'a, 'c> {
    pub(crate) kind: Kind,
    pub(crate) id: String,
    pub(crate) builder: EntityBuilder,
    pub(crate) sanction: EntityBuilder,
    pub(crate) others: Vec<EntityBuilder>,
    pub(crate) taken: BTreeMap<String, u32>,
    pub(crate) context: &'c Context<'a>,
    /// Where the facts that are read at the moment stand.
    pub(crate) origin: &'static str,
    number: u64,
}

/// The lines of one record, from all files.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    pub(super) primary: &'a Row,
    pub(super) alternates: &'a [&'a Row],
    pub(super) addresses: &'a [&'a Row],
    pub(super) comments: &'a [&'a Row],
}

/// Reads one record of the CSV files.
pub(super) fn read(lines: &Lines<'_>, context: &Context<'_>, sheet: &mut Sheet) {
    let row = lines.primary;
    let number = row.number.to_string();
    let at = At {
        file: context.file,
        line: Some(row.line),
        record: &number,
    };
    let kind = match row.field(2) {
        "individual" => Kind::Person,
        "vessel" => Kind::Vessel,
        "aircraft" => Kind::Aircraft,
        // "", "entity"; any other type was told when the line was read (`rows.rs`).
        _ => Kind::Organization,
    };
    let mut remarks = row.raw(11).to_owned();
    for comment in lines.comments {
        remarks.push_str(comment.raw(1));
    }
    if remarks.trim() == "-0-" {
        remarks.clear();
    }
    let company = COMPANY_LABELS.iter().any(|label| remarks.contains(label));
    let mut party = Party::new(row.number, kind, company, context, sheet);
    party.read_columns(row, sheet, at);
    for alternate in lines.alternates {
        party.read_alternate(alternate, sheet, at);
    }
    for address in lines.addresses {
        party.read_address_line(address, sheet, at);
    }
    let cut = lines.comments.is_empty() && row.raw(11).len() >= REMARKS_CUT_AT;
    party.read_remarks(&remarks, cut, sheet, at);
    party.finish(sheet, at);
}

/// Codes that only FollowTheMoney's `Company` has.
pub(crate) const COMPANY_LABELS: [&str; 3] = ["ISIN ", "BIK (RU) ", "Equity Ticker "];

impl<'a, 'c> Party<'a, 'c> {
    /// Begins a record: it is counted, and its id noted.
    pub(crate) fn new(
        number: u64,
        kind: Kind,
        company: bool,
        context: &'c Context<'a>,
        sheet: &mut Sheet,
    ) -> Self {
        let (schema, counted) = kind.names(company);
        sheet.count_record(counted);
        let id = format!("{}-{number}", context.prefix);
        sheet.note_record_id(&id);
        Self {
            kind,
            builder: sheet.entity(&id, schema),
            sanction: sheet.entity(&format!("{id}-sanction"), "Sanction"),
            id,
            others: Vec::new(),
            taken: BTreeMap::new(),
            context,
            origin: "Remarks",
            number,
        }
    }

    pub(crate) fn person(&self) -> bool {
        self.kind == Kind::Person
    }

    fn read_columns(&mut self, row: &Row, sheet: &mut Sheet, at: At<'_>) {
        self.add_name(row.field(1), "SDN_Name", sheet, at);
        for program in row
            .field(3)
            .split("] [")
            .map(|p| p.trim_matches(['[', ']', ' ']))
        {
            self.add_program(program, "Program", sheet, at);
        }
        self.add_title(row.field(4), "Title", sheet, at);
        let columns = [
            (5, "Call_Sign", "callSign"),
            (6, "Vess_type", "type"),
            (7, "Tonnage", "deadweightTonnage"),
            (8, "GRT", "grossRegisteredTonnage"),
            (9, "Vess_flag", "flag"),
        ];
        for (column, origin, prop) in columns {
            self.add_craft_value(prop, row.field(column), origin, sheet, at);
        }
        let owner = row.field(10);
        if !owner.is_empty() {
            self.read_link(Link::Owner, owner, "Vess_owner", sheet, at);
        }
    }

    /// The primary name as published, persons as "SURNAME, Given".
    pub(crate) fn add_name(&mut self, name: &str, origin: &str, sheet: &mut Sheet, at: At<'_>) {
        let person = self.person();
        names::add(&mut self.builder, "name", name, person, origin, sheet, at);
        if self.kind == Kind::Aircraft {
            // Aircraft are listed by their tail numbers.
            Sheet::try_add(&mut self.builder, "registrationNumber", name, origin);
        }
    }

    /// A programme. What it forbids stands in `data/measures`.
    pub(crate) fn add_program(
        &mut self,
        program: &str,
        origin: &str,
        sheet: &mut Sheet,
        at: At<'_>,
    ) {
        sheet.add(&mut self.sanction, "program", program, origin, at);
        if let Some(id) = programs::us(program, self.context.prefix == "us-cons") {
            sheet.add(&mut self.sanction, "programId", id, programs::ORIGIN, at);
        }
    }

    /// What a person is called by, or what an organisation is.
    pub(crate) fn add_title(&mut self, title: &str, origin: &str, sheet: &mut Sheet, at: At<'_>) {
        if self.person() {
            sheet.add(&mut self.builder, "position", title, origin, at);
        } else if !title.is_empty() {
            note(&mut self.builder, &format!("Title: {title}"), origin);
        }
    }

    /// A value of a ship that stands in a field of its own.
    pub(crate) fn add_craft_value(
        &mut self,
        prop: &str,
        value: &str,
        origin: &str,
        sheet: &mut Sheet,
        at: At<'_>,
    ) {
        if value.eq_ignore_ascii_case("None Identified") {
            note(&mut self.builder, &format!("{origin}: {value}"), origin);
        } else {
            sheet.add(&mut self.builder, prop, value, origin, at);
        }
    }

    fn read_alternate(&mut self, row: &Row, sheet: &mut Sheet, at: At<'_>) {
        let former = match row.field(2) {
            "aka" | "nka" | "" => false,
            "fka" => true,
            other => {
                let message = format!(
                    "the alternate type `{}` is not known; taken as aka",
                    crate::sheet::shown(other)
                );
                sheet.problem(ProblemKind::Doubtful, at, Some("ALT alt_type"), message);
                false
            }
        };
        let origin = format!("ALT {}", if former { "fka" } else { row.field(2) });
        self.add_alternate(former, false, row.field(3), &origin, sheet, at);
        let remark = row.field(4);
        if !remark.is_empty() {
            note(
                &mut self.builder,
                &format!("{}: {remark}", row.field(3)),
                "ALT alt_remarks",
            );
        }
    }

    /// Another name. Ships and aircraft have former names, not nicknames.
    pub(crate) fn add_alternate(
        &mut self,
        former: bool,
        weak: bool,
        name: &str,
        origin: &str,
        sheet: &mut Sheet,
        at: At<'_>,
    ) {
        let craft = matches!(self.kind, Kind::Vessel | Kind::Aircraft);
        let prop = match (former, weak) {
            (true, weak) if craft || !weak => "previousName",
            (_, true) => "weakAlias",
            _ => "alias",
        };
        let person = self.person();
        names::add(&mut self.builder, prop, name, person, origin, sheet, at);
    }

    fn read_address_line(&mut self, row: &Row, sheet: &mut Sheet, at: At<'_>) {
        let remark = row.field(5);
        if !remark.is_empty() {
            note(
                &mut self.builder,
                &format!("Address: {remark}"),
                "ADD add_remarks",
            );
        }
        let place = [row.field(2), row.field(3)];
        self.add_address(&place, row.field(4), "ADD", sheet, at);
    }

    /// An address as one text; one of a country only is the country.
    pub(crate) fn add_address(
        &mut self,
        place: &[&str],
        country: &str,
        origin: &str,
        sheet: &mut Sheet,
        at: At<'_>,
    ) {
        let parts: Vec<String> = place
            .iter()
            .chain([&country])
            .map(|part| collapse(part))
            .filter(|part| !part.is_empty())
            .collect();
        if parts.is_empty() {
            return;
        }
        let text = parts.join(", ");
        let of_country = format!("{origin} country");
        let country_read = country.is_empty()
            || countries::add(&mut self.builder, "country", country, &of_country);
        if !country_read && !country.eq_ignore_ascii_case("undetermined") {
            sheet.unread_country(country, &of_country, at);
        }
        if parts.len() > 1 || country.is_empty() || !country_read {
            sheet.add(&mut self.builder, "address", &text, origin, at);
        }
    }

    /// Remarks, clause by clause; the last clause of `cut` ones is no clause.
    pub(crate) fn read_remarks(&mut self, remarks: &str, cut: bool, sheet: &mut Sheet, at: At<'_>) {
        let all: Vec<&str> = clauses::split(remarks).collect();
        for (ix, clause) in all.iter().enumerate() {
            if cut && ix + 1 == all.len() {
                let why = if self.context.has_comments {
                    "the comments file does not continue them"
                } else {
                    "load the comments file with it"
                };
                let message =
                    format!("remarks end in the middle after {REMARKS_CUT_AT} characters; {why}");
                sheet.problem(ProblemKind::Doubtful, at, Some("Remarks"), message);
                note(&mut self.builder, clause, "Remarks");
                sheet.count("cut, kept as a note");
                continue;
            }
            if ix >= MAX_CLAUSES {
                let message = format!("more than {MAX_CLAUSES} clauses; the rest is one note");
                sheet.problem(ProblemKind::Doubtful, at, Some("Remarks"), message);
                note(&mut self.builder, &all[ix..].join("; "), "Remarks");
                break;
            }
            self.read_clause(clause, sheet, at);
        }
    }

    /// Ends the record: what follows from being on the list, and all statements.
    pub(crate) fn finish(mut self, sheet: &mut Sheet, at: At<'_>) {
        let page = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=";
        let url = format!("{page}{}", self.number);
        sheet.add(&mut self.builder, "topics", "sanction", "Program", at);
        sheet.add(&mut self.sanction, "entity", &self.id, "ent_num", at);
        sheet.add(&mut self.sanction, "authority", AUTHORITY, "publisher", at);
        sheet.add(&mut self.sanction, "sourceUrl", &url, "ent_num", at);
        sheet.emit(self.builder);
        sheet.emit(self.sanction);
        for other in self.others {
            sheet.emit(other);
        }
    }
}
