//! One OFAC record with its alternate names, addresses and remarks, as entities.

use super::clauses::{self, Fact, Link};
use super::links::NameIndex;
use super::names;
use super::papers::Paper;
use super::rows::Row;
use crate::sheet::{At, Sheet, note};
use crate::un::unique_id;
use crate::xml::tree::collapse;
use kashf_core::ProblemKind;
use kashf_ftm::EntityBuilder;
use std::collections::BTreeMap;

const AUTHORITY: &str = "Office of Foreign Assets Control";
/// Origin of statements that follow from being on the list, not from a column of it.
const ORIGIN_LIST: &str = "kashf: nature of the list";
/// OFAC cuts remarks here and continues them in the comments file.
const REMARKS_CUT_AT: usize = 1000;

/// What all records share.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) file: &'a str,
    pub(super) prefix: &'a str,
    pub(super) index: &'a NameIndex,
    pub(super) has_comments: bool,
    pub(super) consolidated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Person,
    Organization,
    Vessel,
    Aircraft,
}

struct Party<'a, 'c> {
    kind: Kind,
    id: String,
    builder: EntityBuilder,
    sanction: EntityBuilder,
    others: Vec<EntityBuilder>,
    taken: BTreeMap<String, u32>,
    context: &'c Context<'a>,
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
    let at = At { file: context.file, line: Some(row.line), record: &number };
    let (kind, schema, counted) = match row.field(2) {
        "individual" => (Kind::Person, "Person", "individual"),
        "vessel" => (Kind::Vessel, "Vessel", "vessel"),
        "aircraft" => (Kind::Aircraft, "Airplane", "aircraft"),
        "" | "entity" => (Kind::Organization, "Organization", "entity"),
        other => {
            let message = format!("the type `{}` is not known; taken as an organisation", crate::sheet::shown(other));
            sheet.problem(ProblemKind::Doubtful, at, Some("SDN_Type"), message);
            (Kind::Organization, "Organization", "entity")
        }
    };
    sheet.count_record(counted);
    let id = format!("{}-{number}", context.prefix);
    let mut remarks = row.raw(11).to_owned();
    for comment in lines.comments {
        remarks.push_str(comment.raw(1));
    }
    if remarks.trim() == "-0-" {
        remarks.clear();
    }
    let schema = if schema == "Organization" && is_company(&remarks) { "Company" } else { schema };
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
    ["ISIN ", "BIK (RU) ", "Equity Ticker "].iter().any(|label| remarks.contains(label))
}

impl Party<'_, '_> {
    fn person(&self) -> bool {
        self.kind == Kind::Person
    }

    fn read_columns(&mut self, row: &Row, sheet: &mut Sheet, at: At<'_>) {
        let name = row.field(1);
        let person = self.person();
        names::add(&mut self.builder, "name", name, person, "SDN_Name", sheet, at);
        if name.is_empty() {
            sheet.problem(ProblemKind::Doubtful, at, Some("SDN_Name"), "the record has no name");
        }
        if self.kind == Kind::Aircraft {
            // Aircraft are listed by their tail numbers.
            Sheet::try_add(&mut self.builder, "registrationNumber", name, "SDN_Name");
        }
        for program in row.field(3).split("] [").map(|p| p.trim_matches(['[', ']', ' '])) {
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
                let message = format!("the alternate type `{}` is not known; taken as aka", crate::sheet::shown(other));
                sheet.problem(ProblemKind::Doubtful, at, Some("ALT alt_type"), message);
                "alias"
            }
        };
        let origin = format!("ALT {}", if prop == "alias" { row.field(2) } else { "fka" });
        let person = self.person();
        names::add(&mut self.builder, prop, row.field(3), person, &origin, sheet, at);
        let remark = row.field(4);
        if !remark.is_empty() {
            note(&mut self.builder, &format!("{}: {remark}", row.field(3)), "ALT alt_remarks");
        }
    }

    fn read_address(&mut self, row: &Row, sheet: &mut Sheet, at: At<'_>) {
        let parts: Vec<String> = (2..5).map(|ix| collapse(row.field(ix))).filter(|p| !p.is_empty()).collect();
        let country = row.field(4);
        let remark = row.field(5);
        if !remark.is_empty() {
            note(&mut self.builder, &format!("Address: {remark}"), "ADD add_remarks");
        }
        if parts.is_empty() {
            return;
        }
        let text = parts.join(", ");
        let country_read =
            country.is_empty() || Sheet::try_add(&mut self.builder, "country", country, "ADD country");
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
                let message = format!("remarks end in the middle after {REMARKS_CUT_AT} characters; {why}");
                sheet.problem(ProblemKind::Doubtful, at, Some("Remarks"), message);
                note(&mut self.builder, clause, "Remarks");
                sheet.count("remark clause: cut, kept as a note");
                continue;
            }
            self.read_clause(clause, sheet, at);
        }
    }

    fn read_clause(&mut self, clause: &str, sheet: &mut Sheet, at: At<'_>) {
        match clauses::read(clause) {
            Fact::Value { prop, value, label } => {
                self.read_value(prop, value, label, sheet, at);
                sheet.count(&format!("remark clause: {label}"));
            }
            Fact::Sanction { prop, value, label } => {
                sheet.add(&mut self.sanction, prop, value, "Remarks", at);
                sheet.count(&format!("remark clause: {label}"));
            }
            Fact::BirthPlace(place) => {
                self.read_birth_place(place, sheet, at);
                sheet.count("remark clause: POB");
            }
            Fact::Name { former, weak, name } => {
                let craft = matches!(self.kind, Kind::Vessel | Kind::Aircraft);
                let prop = match (former, weak) {
                    (true, weak) if craft || !weak => "previousName",
                    (_, true) => "weakAlias",
                    _ => "alias",
                };
                let person = self.person() && !weak;
                names::add(&mut self.builder, prop, name, person, "Remarks", sheet, at);
                sheet.count(if weak { "remark clause: a.k.a. in quotes" } else { "remark clause: a.k.a." });
            }
            Fact::Paper(paper) => {
                self.read_paper(&paper, sheet, at);
                sheet.count(if paper.passport { "remark clause: passport" } else { "remark clause: paper or register" });
            }
            Fact::Wallet { currency, address } => {
                self.read_wallet(currency, address, sheet, at);
                sheet.count("remark clause: wallet");
            }
            Fact::Link { kind, name } => {
                self.read_link(kind, name, "Remarks", sheet, at);
                sheet.count("remark clause: link");
            }
            Fact::Other if self.person() && clauses::is_office(clause) => {
                sheet.add(&mut self.builder, "position", clause, "Remarks", at);
                sheet.count("remark clause: office");
            }
            Fact::Other => {
                note(&mut self.builder, clause, "Remarks");
                sheet.count("remark clause: not understood, kept as a note");
            }
        }
    }

    fn read_value(&mut self, prop: &'static str, value: &str, label: &str, sheet: &mut Sheet, at: At<'_>) {
        // A few properties depend on what the party is.
        let value = value.trim_end_matches(',');
        let named = self.builder.schema().is_some_and(|schema| schema.property(prop).is_some());
        if value.eq_ignore_ascii_case("None Identified") || !named {
            if !named {
                sheet.not_held(&format!("{label} of {}", self.schema_name()), value, at);
            }
            note(&mut self.builder, &format!("{label} {value}"), "Remarks");
            return;
        }
        let text = match prop {
            "phone" => international(value),
            _ => None,
        };
        let ok = match &text {
            Some(text) => Sheet::try_add(&mut self.builder, prop, text, label),
            None => Sheet::try_add(&mut self.builder, prop, value, label),
        };
        if ok {
            return;
        }
        // What fails its check is still what the source says: it is kept where it can be found.
        if matches!(prop, "imoNumber" | "mmsi" | "swiftBic" | "isinCode" | "bikCode")
            && (Sheet::try_add(&mut self.builder, "registrationNumber", value, label))
        {
            let message = format!("`{prop}` rejected `{}`; kept as registrationNumber", crate::sheet::shown(value));
            sheet.problem(ProblemKind::Doubtful, at, Some(label), message);
            return;
        }
        sheet.add(&mut self.builder, prop, value, label, at);
    }

    fn schema_name(&self) -> &'static str {
        self.builder.schema().map_or("an unknown schema", |schema| schema.name)
    }

    fn read_birth_place(&mut self, place: &str, sheet: &mut Sheet, at: At<'_>) {
        if !self.person() {
            sheet.not_held(&format!("POB of {}", self.schema_name()), place, at);
            note(&mut self.builder, &format!("POB {place}"), "Remarks");
            return;
        }
        sheet.add(&mut self.builder, "birthPlace", place, "POB", at);
        // "Pyongyang, Korea, North": the country may hold a comma.
        let parts: Vec<&str> = place.split(',').map(str::trim).collect();
        let last_two = parts.len().checked_sub(2).map(|from| parts[from..].join(", "));
        let last = parts.last().map(|part| (*part).to_owned());
        for country in last_two.into_iter().chain(last) {
            if kashf_ftm::clean_country(&country).is_some() {
                Sheet::try_add(&mut self.builder, "birthCountry", &country, "POB");
                return;
            }
        }
    }

    fn read_paper(&mut self, paper: &Paper<'_>, sheet: &mut Sheet, at: At<'_>) {
        let schema = self.builder.schema();
        let has = |prop: &str| schema.is_some_and(|schema| schema.property(prop).is_some());
        let mut placed = false;
        for prop in paper.also.iter().filter(|prop| has(prop)) {
            placed |= Sheet::try_add(&mut self.builder, prop, paper.number, paper.label);
        }
        // A stricter code that fits says it all; a bare number is also kept as published.
        if !placed || paper.also != ["uscCode"] {
            for prop in [paper.prop, "idNumber", "registrationNumber"] {
                if has(prop) && Sheet::try_add(&mut self.builder, prop, paper.number, paper.label) {
                    placed = true;
                    break;
                }
            }
        }
        if !placed {
            let message = format!("`{}` rejected `{}`; kept as a note", paper.prop, crate::sheet::shown(paper.number));
            sheet.problem(ProblemKind::ValueRejected, at, Some(paper.label), message);
            note(&mut self.builder, &format!("{} {}", paper.label, paper.number), "Remarks");
        }
        if matches!(self.kind, Kind::Vessel | Kind::Aircraft) {
            return;
        }
        let kind = if paper.passport { "passport" } else { "id" };
        let id = unique_id(&self.id, kind, paper.number, &mut self.taken);
        let mut entity = sheet.entity(&id, if paper.passport { "Passport" } else { "Identification" });
        sheet.add(&mut entity, "holder", &self.id, "Remarks", at);
        sheet.add(&mut entity, "type", paper.label, "Remarks", at);
        sheet.add(&mut entity, "number", paper.number, "Remarks", at);
        for (ix, place) in paper.places.iter().enumerate() {
            let read = Sheet::try_add(&mut entity, "country", place, "Remarks");
            if !read {
                Sheet::try_add(&mut entity, "authority", place, "Remarks");
                if ix + 1 == paper.places.len() {
                    sheet.unread_country(place, paper.label, at);
                }
            }
        }
        for (prop, date) in [("startDate", paper.issued), ("endDate", paper.expires)] {
            if let Some(date) = date {
                sheet.add(&mut entity, prop, date, "Remarks", at);
            }
        }
        self.others.push(entity);
    }

    fn read_wallet(&mut self, currency: &str, address: &str, sheet: &mut Sheet, at: At<'_>) {
        let id = format!("{}-wallet-{currency}-{address}", self.id);
        let mut wallet = sheet.entity(&id, "CryptoWallet");
        if !Sheet::try_add(&mut wallet, "publicKey", address, "Remarks") {
            let message = format!("`{}` does not look like an address of {currency}", crate::sheet::shown(address));
            sheet.problem(ProblemKind::Doubtful, at, Some("Digital Currency Address"), message);
            wallet.add_as("publicKey", address, None, Some("Remarks"), None);
        }
        sheet.add(&mut wallet, "currency", currency, "Remarks", at);
        sheet.add(&mut wallet, "topics", "sanction", "Remarks", at);
        if matches!(self.kind, Kind::Person | Kind::Organization) {
            sheet.add(&mut wallet, "holder", &self.id, "Remarks", at);
        }
        self.others.push(wallet);
    }

    fn read_link(&mut self, kind: Link, name: &str, origin: &str, sheet: &mut Sheet, at: At<'_>) {
        let target = self.context.index.find(name).map(|n| format!("{}-{n}", self.context.prefix));
        let target = target.filter(|target| *target != self.id);
        let prop = match kind {
            Link::Linked => None,
            Link::Operator => Some(("operator", "Operator")),
            Link::Owner => Some(("owner", "Owner")),
        };
        match (target, prop) {
            (Some(target), None) => {
                let edge_id = format!("{}-link-{}", self.id, target);
                if self.others.iter().any(|other| other.entity_id() == edge_id) {
                    return;
                }
                let mut edge = sheet.entity(&edge_id, "UnknownLink");
                sheet.add(&mut edge, "subject", &self.id, origin, at);
                sheet.add(&mut edge, "object", &target, origin, at);
                sheet.add(&mut edge, "role", "Linked To", origin, at);
                self.others.push(edge);
            }
            (Some(target), Some((prop, _)))
                if self.builder.schema().is_some_and(|s| s.property(prop).is_some()) =>
            {
                self.builder.add_as(prop, &target, Some(name), Some(origin), None);
            }
            (_, prop) => {
                let label = prop.map_or("Linked To", |(_, label)| label);
                note(&mut self.builder, &format!("{label}: {name}"), origin);
                if prop.is_none() {
                    sheet.not_held("a link to a name that no single record of the file has", name, at);
                }
            }
        }
    }

    fn finish(mut self, number: &str, sheet: &mut Sheet, at: At<'_>) {
        let url = format!("https://sanctionssearch.ofac.treas.gov/Details.aspx?id={number}");
        sheet.add(&mut self.builder, "topics", "sanction", "Program", at);
        sheet.add(&mut self.sanction, "entity", &self.id, "ent_num", at);
        sheet.add(&mut self.sanction, "authority", AUTHORITY, "publisher", at);
        sheet.add(&mut self.sanction, "authorityId", number, "ent_num", at);
        sheet.add(&mut self.sanction, "country", "us", "publisher", at);
        sheet.add(&mut self.sanction, "sourceUrl", &url, "ent_num", at);
        if !self.context.consolidated {
            sheet.add(&mut self.sanction, "provisions", "asset freeze", ORIGIN_LIST, at);
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

/// "(98)(9121115315)" as "+98 9121115315": OFAC's form of a country code and a number.
fn international(value: &str) -> Option<String> {
    let rest = value.trim().strip_prefix('(')?;
    let (code, number) = rest.split_once(')')?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
    let number: String = number.chars().filter(char::is_ascii_digit).collect();
    (digits(code) && code.len() <= 3 && !number.is_empty()).then(|| format!("+{code} {number}"))
}
