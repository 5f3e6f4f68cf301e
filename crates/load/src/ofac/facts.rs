//! What a clause of OFAC's remarks becomes: values of the party, entities beside it, or a note.
//!
//! The grammar is in `clauses.rs`; here every fact finds its place, and every value that fails its
//! check is still kept where it can be found.

use super::clauses::{self, Fact, Link};
use super::papers::Paper;
use super::party::{Kind, Party};
use super::{labels, phones};
use crate::countries;
use crate::numbers;
use crate::sheet::{At, Sheet, note};
use crate::un::unique_id;
use kashf_core::ProblemKind;

impl Party<'_, '_> {
    /// Reads one clause of the remarks.
    pub(crate) fn read_clause(&mut self, clause: &str, sheet: &mut Sheet, at: At<'_>) {
        self.read_fact(clauses::read(clause), clause, sheet, at);
    }

    /// Reads what a clause was found to say.
    pub(crate) fn read_fact(
        &mut self,
        fact: Fact<'_>,
        clause: &str,
        sheet: &mut Sheet,
        at: At<'_>,
    ) {
        match fact {
            Fact::Value { prop, value, label } => {
                self.read_value(prop, value, label, sheet, at);
                sheet.count(label);
            }
            Fact::Sanction { prop, value, label } => {
                sheet.add(&mut self.sanction, prop, value, self.origin, at);
                sheet.count(label);
            }
            Fact::BirthPlace(place) => {
                self.read_birth_place(place, sheet, at);
                sheet.count("POB");
            }
            Fact::Name { former, weak, name } => {
                self.add_alternate(former, weak, name, self.origin, sheet, at);
                sheet.count(if weak { "a.k.a. in quotes" } else { "a.k.a." });
            }
            Fact::Paper(paper) => {
                self.read_paper(&paper, sheet, at);
                sheet.count(if paper.passport {
                    "passport"
                } else {
                    "paper or register"
                });
            }
            Fact::Wallet { currency, address } => {
                self.read_wallet(currency, address, sheet, at);
                sheet.count("wallet");
            }
            Fact::Link { kind, name } => {
                self.read_link(kind, name, self.origin, sheet, at);
                sheet.count("link");
            }
            Fact::Other if self.person() && labels::is_title(clause) => {
                sheet.add(&mut self.builder, "title", clause, self.origin, at);
                sheet.count("title");
            }
            Fact::Other if self.person() && labels::is_office(clause) => {
                sheet.add(&mut self.builder, "position", clause, self.origin, at);
                sheet.count("office");
            }
            Fact::Other => {
                note(&mut self.builder, clause, self.origin);
                sheet.count("not understood, kept as a note");
            }
        }
    }

    fn read_value(
        &mut self,
        prop: &'static str,
        value: &str,
        label: &str,
        sheet: &mut Sheet,
        at: At<'_>,
    ) {
        let value = value.trim_end_matches(',');
        // Ships and aircraft have a country where companies have a jurisdiction.
        let prop = match (prop, self.kind) {
            ("jurisdiction", Kind::Vessel | Kind::Aircraft) => "country",
            _ => prop,
        };
        let named = self
            .builder
            .schema()
            .is_some_and(|schema| schema.property(prop).is_some());
        if value.eq_ignore_ascii_case("None Identified") || !named {
            if !named {
                sheet.not_held(&format!("{label} of {}", self.schema_name()), value, at);
            }
            note(&mut self.builder, &format!("{label} {value}"), self.origin);
            return;
        }
        if Sheet::try_add(&mut self.builder, prop, value, label) {
            return;
        }
        // "possibly Palestinian", "(98)(9121115315)": the original stays beside what it means.
        let understood = match prop {
            "phone" => phones::international(value).is_some_and(|meant| {
                Sheet::try_add_as(&mut self.builder, prop, &meant, value, label)
            }),
            "nationality" | "citizenship" => countries::add(&mut self.builder, prop, value, label),
            _ => false,
        };
        if understood {
            return;
        }
        // What fails its check is still what the source says: it is kept where it can be found.
        if matches!(
            prop,
            "imoNumber" | "mmsi" | "swiftBic" | "isinCode" | "bikCode"
        ) && (Sheet::try_add(&mut self.builder, "registrationNumber", value, label))
        {
            let message = format!(
                "`{prop}` rejected `{}`; kept as registrationNumber",
                crate::sheet::shown(value)
            );
            sheet.problem(ProblemKind::Doubtful, at, Some(label), message);
            return;
        }
        sheet.add(&mut self.builder, prop, value, label, at);
    }

    fn schema_name(&self) -> &'static str {
        self.builder
            .schema()
            .map_or("an unknown schema", |schema| schema.name)
    }

    fn read_birth_place(&mut self, place: &str, sheet: &mut Sheet, at: At<'_>) {
        if !self.person() {
            sheet.not_held(&format!("POB of {}", self.schema_name()), place, at);
            note(&mut self.builder, &format!("POB {place}"), self.origin);
            return;
        }
        sheet.add(&mut self.builder, "birthPlace", place, "POB", at);
        // "Pyongyang, Korea, North": the country may hold a comma.
        let parts: Vec<&str> = place.split(',').map(str::trim).collect();
        let last_two = parts
            .len()
            .checked_sub(2)
            .map(|from| parts[from..].join(", "));
        let last = parts.last().map(|part| (*part).to_owned());
        for country in last_two.into_iter().chain(last) {
            if kashf_ftm::clean_country(&country).is_some() {
                Sheet::try_add(&mut self.builder, "birthCountry", &country, "POB");
                return;
            }
        }
    }

    fn read_paper(&mut self, paper: &Paper<'_>, sheet: &mut Sheet, at: At<'_>) {
        let bare = numbers::bare(paper.number);
        self.read_paper_number(paper, bare, sheet, at);
        if matches!(self.kind, Kind::Vessel | Kind::Aircraft) {
            return;
        }
        let (kind, schema) = if paper.passport {
            ("passport", "Passport")
        } else {
            ("id", "Identification")
        };
        let id = unique_id(&self.id, kind, bare, &mut self.taken);
        let mut entity = sheet.entity(&id, schema);
        sheet.add(&mut entity, "holder", &self.id, self.origin, at);
        sheet.add(&mut entity, "type", paper.label, self.origin, at);
        if !Sheet::try_add_as(&mut entity, "number", bare, paper.number, self.origin) {
            sheet.add(&mut entity, "number", paper.number, self.origin, at);
        }
        // A bracket is a country, or the place of a register ("Medellin"), which is its authority.
        for place in &paper.places {
            let country = place.split('.').next().unwrap_or_default();
            if !Sheet::try_add(&mut entity, "country", country, self.origin) {
                Sheet::try_add(&mut entity, "authority", place, self.origin);
            }
        }
        for (prop, word, date) in [
            ("startDate", "issued", paper.issued),
            ("endDate", "expires", paper.expires),
        ] {
            // "issued under the name X" is no date, but must not be lost.
            if let Some(date) = date
                && !Sheet::try_add(&mut entity, prop, date, self.origin)
            {
                note(&mut entity, &format!("{word} {date}"), self.origin);
            }
        }
        self.others.push(entity);
    }

    /// The number on the party itself: under the strictest property whose check it passes, and under
    /// the plain one.
    fn read_paper_number(&mut self, paper: &Paper<'_>, bare: &str, sheet: &mut Sheet, at: At<'_>) {
        let schema = self.builder.schema();
        let has = |prop: &str| schema.is_some_and(|schema| schema.property(prop).is_some());
        let mut placed = false;
        for prop in paper.also.iter().filter(|prop| has(prop)) {
            placed |= Sheet::try_add_as(&mut self.builder, prop, bare, paper.number, paper.label);
        }
        // China's code is the registration number itself; the others are also kept as published.
        if !placed || paper.also != ["uscCode"] {
            placed |= [paper.prop, "idNumber", "registrationNumber"]
                .iter()
                .filter(|prop| has(prop))
                .any(|prop| {
                    Sheet::try_add_as(&mut self.builder, prop, bare, paper.number, paper.label)
                });
        }
        if !placed {
            let shown = crate::sheet::shown(paper.number);
            let message = format!("`{}` rejected `{shown}`; kept as a note", paper.prop);
            sheet.problem(ProblemKind::ValueRejected, at, Some(paper.label), message);
            let text = format!("{} {}", paper.label, paper.number);
            note(&mut self.builder, &text, self.origin);
        }
    }

    fn read_wallet(&mut self, currency: &str, address: &str, sheet: &mut Sheet, at: At<'_>) {
        let id = format!("{}-wallet-{currency}-{address}", self.id);
        let mut wallet = sheet.entity(&id, "CryptoWallet");
        if !Sheet::try_add(&mut wallet, "publicKey", address, self.origin) {
            let message = format!(
                "`{}` does not look like an address of {currency}",
                crate::sheet::shown(address)
            );
            sheet.problem(
                ProblemKind::Doubtful,
                at,
                Some("Digital Currency Address"),
                message,
            );
            wallet.add_as("publicKey", address, None, Some(self.origin), None);
        }
        sheet.add(&mut wallet, "currency", currency, self.origin, at);
        sheet.add(&mut wallet, "topics", "sanction", self.origin, at);
        if matches!(self.kind, Kind::Person | Kind::Organization) {
            sheet.add(&mut wallet, "holder", &self.id, self.origin, at);
        }
        self.others.push(wallet);
    }

    /// Reads a link to another party, known by its name only.
    pub(crate) fn read_link(
        &mut self,
        kind: Link,
        name: &str,
        origin: &str,
        sheet: &mut Sheet,
        at: At<'_>,
    ) {
        let target = self
            .context
            .index
            .find(name)
            .map(|n| format!("{}-{n}", self.context.prefix));
        let target = target.filter(|target| *target != self.id);
        let prop = match kind {
            Link::Linked => None,
            Link::Operator => Some(("operator", "Operator")),
            Link::Owner => Some(("owner", "Owner")),
        };
        match (target, prop) {
            (Some(target), None) => {
                let edge_id = format!("{}-link-{}", self.id, target);
                if self.taken.insert(edge_id.clone(), 1).is_some() {
                    return;
                }
                let mut edge = sheet.entity(&edge_id, "UnknownLink");
                sheet.add(&mut edge, "subject", &self.id, origin, at);
                sheet.add(&mut edge, "object", &target, origin, at);
                sheet.add(&mut edge, "role", "Linked To", origin, at);
                self.others.push(edge);
            }
            (Some(target), Some((prop, _)))
                if self
                    .builder
                    .schema()
                    .is_some_and(|s| s.property(prop).is_some()) =>
            {
                self.builder
                    .add_as(prop, &target, Some(name), Some(origin), None);
            }
            (_, prop) => {
                let label = prop.map_or("Linked To", |(_, label)| label);
                note(&mut self.builder, &format!("{label}: {name}"), origin);
                if prop.is_none() {
                    sheet.not_held(
                        "a link to a name that no single record of the file has",
                        name,
                        at,
                    );
                }
            }
        }
    }
}
