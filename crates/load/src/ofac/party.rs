//! One OFAC record with its alternate names, addresses and remarks, as entities.

use super::clauses::{self, Link};
use super::links::NameIndex;
use super::names;
use super::rows::Row;
use crate::countries;
use crate::sheet::{At, Sheet, note};
use crate::xml::tree::collapse;
use kashf_core::ProblemKind;
use kashf_ftm::EntityBuilder;
use std::collections::BTreeMap;

const AUTHORITY: &str = "Office of Foreign Assets Control";
/// Origin of statements that follow from being on the list, not from a column of it.
const ORIGIN_LIST: &str = "kashf: nature of the list";
/// OFAC cuts remarks here and continues them in the comments file.
const REMARKS_CUT_AT: usize = 1000;

/// Clauses of one record that are read; the longest real remarks have 32. It bounds how many
/// statements a hostile file can make of one record.
const MAX_CLAUSES: usize = 2_000;

/// What all records share.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) file: &'a str,
    pub(super) prefix: &'a str,
    pub(super) index: &'a NameIndex,
    pub(super) has_comments: bool,
    pub(super) consolidated: bool,
}

/// What the record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Organization,
    Vessel,
    Aircraft,
}

/// One record while it is read: the party, its listing, and the entities beside them.
pub(super) struct Party<'a, 'c> {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) builder: EntityBuilder,
    pub(super) sanction: EntityBuilder,
    pub(super) others: Vec<EntityBuilder>,
    pub(super) taken: BTreeMap<String, u32>,
    pub(super) context: &'c Context<'a>,
}

/// The lines of one record, from all files.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    pub(super) primary: &'a Row,
    pub(super) alternates: &'a [&'a Row],
    pub(super) addresses: &'a [&'a Row],
    pub(super) comments: &'a [&'a Row],
}

/// Reads one record.
pub(super) fn read(lines: &Lines<'_>, context: &Context<'_>, sheet: &mut Sheet) {
    let row = lines.primary;
    let number = row.number.to_string();
    let at = At {
        file: context.file,
        line: Some(row.line),
        record: &number,
    };
    let (kind, schema, counted) = match row.field(2) {
        "individual" => (Kind::Person, "Person", "individual"),
        "vessel" => (Kind::Vessel, "Vessel", "vessel"),
        "aircraft" => (Kind::Aircraft, "Airplane", "aircraft"),
        // "", "entity"; any other type was told when the line was read (`rows.rs`).
        _ => (Kind::Organization, "Organization", "entity"),
    };
    sheet.count_record(counted);
    let id = format!("{}-{number}", context.prefix);
    sheet.note_record_id(&id);
    let mut remarks = row.raw(11).to_owned();
    for comment in lines.comments {
        remarks.push_str(comment.raw(1));
    }
    if remarks.trim() == "-0-" {
        remarks.clear();
    }
    let schema = if schema == "Organization" && is_company(&remarks) {
        "Company"
    } else {
        schema
    };
    let mut party = Party {
        kind,
        builder: sheet.entity(&id, schema),
        sanction: sheet.entity(&format!("{id}-sanction"), "Sanction"),
        id,
        others: Vec::new(),
        taken: BTreeMap::new(),
        context,
    };
    party.read_columns(row, sheet, at);
    for alternate in lines.alternates {
        party.read_alternate(alternate, sheet, at);
    }
    for address in lines.addresses {
        party.read_address(address, sheet, at);
    }
    let cut = lines.comments.is_empty() && row.raw(11).len() >= REMARKS_CUT_AT;
    party.read_remarks(&remarks, cut, sheet, at);
    party.finish(&number, sheet, at);
}

/// Codes that only FollowTheMoney's `Company` has.
fn is_company(remarks: &str) -> bool {
    ["ISIN ", "BIK (RU) ", "Equity Ticker "]
        .iter()
        .any(|label| remarks.contains(label))
}

impl Party<'_, '_> {
    pub(super) fn person(&self) -> bool {
        self.kind == Kind::Person
    }

    fn read_columns(&mut self, row: &Row, sheet: &mut Sheet, at: At<'_>) {
        let name = row.field(1);
        let person = self.person();
        names::add(
            &mut self.builder,
            "name",
            name,
            person,
            "SDN_Name",
            sheet,
            at,
        );
        if self.kind == Kind::Aircraft {
            // Aircraft are listed by their tail numbers.
            Sheet::try_add(&mut self.builder, "registrationNumber", name, "SDN_Name");
        }
        for program in row
            .field(3)
            .split("] [")
            .map(|p| p.trim_matches(['[', ']', ' ']))
        {
            sheet.add(&mut self.sanction, "program", program, "Program", at);
            if self.context.consolidated
                && let Some(measure) = measure_of(program)
            {
                sheet.add(&mut self.sanction, "provisions", measure, ORIGIN_LIST, at);
            }
        }
        let title = row.field(4);
        if person {
            sheet.add(&mut self.builder, "position", title, "Title", at);
        } else if !title.is_empty() {
            note(&mut self.builder, &format!("Title: {title}"), "Title");
        }
        let columns = [
            (5, "Call_Sign", "callSign"),
            (6, "Vess_type", "type"),
            (7, "Tonnage", "deadweightTonnage"),
            (8, "GRT", "grossRegisteredTonnage"),
            (9, "Vess_flag", "flag"),
        ];
        for (column, origin, prop) in columns {
            let value = row.field(column);
            if value.is_empty() {
                continue;
            }
            if value.eq_ignore_ascii_case("None Identified") {
                note(&mut self.builder, &format!("{origin}: {value}"), origin);
            } else {
                sheet.add(&mut self.builder, prop, value, origin, at);
            }
        }
        let owner = row.field(10);
        if !owner.is_empty() {
            self.read_link(Link::Owner, owner, "Vess_owner", sheet, at);
        }
    }

    fn read_alternate(&mut self, row: &Row, sheet: &mut Sheet, at: At<'_>) {
        let prop = match row.field(2) {
            "aka" | "nka" | "" => "alias",
            "fka" => "previousName",
            other => {
                let message = format!(
                    "the alternate type `{}` is not known; taken as aka",
                    crate::sheet::shown(other)
                );
                sheet.problem(ProblemKind::Doubtful, at, Some("ALT alt_type"), message);
                "alias"
            }
        };
        let origin = format!("ALT {}", if prop == "alias" { row.field(2) } else { "fka" });
        let person = self.person();
        names::add(
            &mut self.builder,
            prop,
            row.field(3),
            person,
            &origin,
            sheet,
            at,
        );
        let remark = row.field(4);
        if !remark.is_empty() {
            note(
                &mut self.builder,
                &format!("{}: {remark}", row.field(3)),
                "ALT alt_remarks",
            );
        }
    }

    fn read_address(&mut self, row: &Row, sheet: &mut Sheet, at: At<'_>) {
        let parts: Vec<String> = (2..5)
            .map(|ix| collapse(row.field(ix)))
            .filter(|p| !p.is_empty())
            .collect();
        let country = row.field(4);
        let remark = row.field(5);
        if !remark.is_empty() {
            note(
                &mut self.builder,
                &format!("Address: {remark}"),
                "ADD add_remarks",
            );
        }
        if parts.is_empty() {
            return;
        }
        let text = parts.join(", ");
        let country_read = country.is_empty()
            || countries::add(&mut self.builder, "country", country, "ADD country");
        if !country_read && !country.eq_ignore_ascii_case("undetermined") {
            sheet.unread_country(country, "ADD country", at);
        }
        if parts.len() > 1 || country.is_empty() || !country_read {
            sheet.add(&mut self.builder, "address", &text, "ADD", at);
        }
    }

    fn read_remarks(&mut self, remarks: &str, cut: bool, sheet: &mut Sheet, at: At<'_>) {
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

    fn finish(mut self, number: &str, sheet: &mut Sheet, at: At<'_>) {
        let url = format!("https://sanctionssearch.ofac.treas.gov/Details.aspx?id={number}");
        sheet.add(&mut self.builder, "topics", "sanction", "Program", at);
        sheet.add(&mut self.sanction, "entity", &self.id, "ent_num", at);
        sheet.add(&mut self.sanction, "authority", AUTHORITY, "publisher", at);
        sheet.add(&mut self.sanction, "sourceUrl", &url, "ent_num", at);
        if !self.context.consolidated {
            sheet.add(
                &mut self.sanction,
                "provisions",
                "asset freeze",
                ORIGIN_LIST,
                at,
            );
        }
        sheet.emit(self.builder);
        sheet.emit(self.sanction);
        for other in self.others {
            sheet.emit(other);
        }
    }
}

/// What the non-SDN programmes forbid; none of them freezes assets.
fn measure_of(program: &str) -> Option<&'static str> {
    Some(match program {
        "UKRAINE-EO13662" | "RUSSIA-EO14024" => "sectoral restriction",
        "CMIC-EO13959" => "ban on dealing in securities",
        "NS-PLC" => "ban on transactions through US financial institutions",
        "561-Related" => "restriction of correspondent accounts",
        _ => return None,
    })
}
