//! The dossier as FollowTheMoney entities, a JSON object a line: parties, payments, customs declarations for goods, and links.
//!
//! Payments run between legal entities in that model, and only accounts stand beside. A party that is an account or a wallet
//! is therefore written twice: as what it is, and as its holder, whom nobody has named yet. A link whose ends do not fit
//! its schema is written as `UnknownLink`, with its kind as the role. Ids are hashes of what the entity says: the same
//! movement in two findings is one entity.
//!
//! SOURCE: FollowTheMoney's model, `data/ftm/model.tsv`; a test holds every property and range against it.

use super::describe::{kind_word, percent};
use super::json_value::Json;
use super::time::{date, iso};
use super::whole::{Edge, Whole};
use super::{CardParty, Dossier, HopKind, OnWord, TimeForm};
use crate::{LinkKind, MoveKind};
use sha2::{Digest, Sha256};

/// Entities as JSON lines: parties first, then steps.
///
/// ```
/// use kashf_trace::evidence::{Dossier, ftm};
///
/// assert_eq!(ftm(&Dossier::default()), "");
/// ```
#[must_use]
pub fn ftm(dossier: &Dossier) -> String {
    let whole = Whole::of(dossier);
    let mut held = vec![false; whole.parties.len()];
    for edge in &whole.edges {
        if let HopKind::Link(LinkKind::Ownership | LinkKind::Directorship) = edge.hop.kind {
            held[edge.to] = true;
        }
    }
    let parties: Vec<Written> = whole
        .parties
        .iter()
        .zip(held)
        .map(|(party, held)| Written::of(party, held))
        .collect();
    let mut out = String::new();
    for (party, written) in whole.parties.iter().zip(&parties) {
        write_party(party, written, &mut out);
    }
    for edge in &whole.edges {
        let ends = (&parties[edge.from], &parties[edge.to]);
        match edge.hop.kind {
            HopKind::Move(kind) => write_movement(edge, kind, ends, dossier.times, &mut out),
            HopKind::Link(kind) => write_link(edge, kind, ends, &mut out),
        }
    }
    out
}

/// Under which ids and schema a party is written.
struct Written {
    id: String,
    schema: String,
    /// The legal entity that pays and is paid: the party itself, or its holder.
    entity: String,
}

const LEGAL_ENTITIES: [&str; 5] = [
    "LegalEntity",
    "Person",
    "Organization",
    "Company",
    "PublicBody",
];
const ORGANIZATIONS: [&str; 3] = ["Organization", "Company", "PublicBody"];
const ASSETS: [&str; 5] = ["Company", "BankAccount", "Vessel", "Airplane", "Asset"];
const OTHERS: [&str; 5] = ["BankAccount", "CryptoWallet", "Vessel", "Airplane", "Asset"];

impl Written {
    fn of(party: &CardParty, held: bool) -> Self {
        let named = party.listed.as_ref().map(|listed| listed.id.clone());
        let id = named
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| hashed(&["party", &party.reference]));
        let known = |schema: &&str| *schema == party.schema;
        let schema = LEGAL_ENTITIES.iter().chain(&OTHERS).copied().find(known);
        let schema = match schema {
            Some(schema) => schema,
            // What is owned or directed is a body.
            None if held => "Company",
            None => "LegalEntity",
        };
        let entity = if LEGAL_ENTITIES.contains(&schema) {
            id.clone()
        } else {
            hashed(&["holder", &id])
        };
        Self {
            id,
            schema: schema.to_owned(),
            entity,
        }
    }

    fn is(&self, schemata: &[&str]) -> bool {
        schemata.contains(&self.schema.as_str())
    }
}

/// An id made of what the entity says.
fn hashed(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let hash = hash.finalize();
    let hex: Vec<String> = hash
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("kashf-{}", hex.concat())
}

/// Properties by name; empty values are left out.
#[derive(Default)]
struct Properties(Vec<(&'static str, Vec<String>)>);

impl Properties {
    fn add(&mut self, name: &'static str, value: impl Into<String>) {
        let value = value.into();
        if value.is_empty() {
            return;
        }
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) if values.contains(&value) => {}
            Some((_, values)) => values.push(value),
            None => self.0.push((name, vec![value])),
        }
    }

    fn write(self, id: &str, schema: &str, out: &mut String) {
        let properties = self
            .0
            .iter()
            .map(|(name, values)| (*name, Json::texts(values)))
            .collect();
        Json::Object(vec![
            ("id", Json::text(id)),
            ("schema", Json::text(schema)),
            ("properties", Json::Object(properties)),
        ])
        .write(out);
        out.push('\n');
    }
}

fn write_party(party: &CardParty, written: &Written, out: &mut String) {
    let mut of = Properties::default();
    of.add("name", party.shown());
    for name in &party.names {
        of.add("alias", name);
    }
    of.add("country", &party.country);
    if party.reference != party.shown() {
        of.add("notes", format!("reference: {}", party.reference));
    }
    if let Some(listed) = &party.listed {
        of.add("topics", "sanction");
        for program in &listed.programmes {
            of.add("program", program);
        }
        if !listed.datasets.is_empty() {
            of.add("publisher", listed.datasets.join(", "));
        }
    }
    match written.schema.as_str() {
        "BankAccount" => of.add("accountNumber", &party.reference),
        "CryptoWallet" => {
            of.add("publicKey", &party.reference);
            of.add("holder", &written.entity);
        }
        _ => {}
    }
    of.write(&written.id, &written.schema, out);
    if written.entity != written.id {
        let mut holder = Properties::default();
        holder.add("name", party.shown());
        holder.add(
            "notes",
            "holder of the account or thing of this name; not identified",
        );
        holder.write(&written.entity, "LegalEntity", out);
        if written.is(&ASSETS) {
            let mut held = Properties::default();
            held.add("owner", &written.entity);
            held.add("asset", &written.id);
            held.add("role", "holder");
            held.write(&hashed(&["holds", &written.id]), "Ownership", out);
        }
    }
}

/// What every step says of itself.
fn common(edge: &Edge<'_>) -> Properties {
    let mut of = Properties::default();
    for word in &edge.hop.word {
        match word {
            OnWord::Row { file, line } => of.add("recordId", format!("{file}:{line}")),
            OnWord::Statement {
                dataset,
                entity,
                seen,
                ..
            } => {
                of.add("publisher", dataset);
                of.add("recordId", entity);
                of.add("retrievedAt", seen);
            }
        }
    }
    let findings: Vec<String> = edge.findings.iter().map(ToString::to_string).collect();
    of.add("summary", format!("finding {}", findings.join(", ")));
    of
}

fn step_id(edge: &Edge<'_>, ends: (&Written, &Written), time: &str) -> String {
    let hop = edge.hop;
    let amount = hop
        .amount
        .map_or_else(String::new, |amount| amount.to_string());
    let currency = hop.amount.map_or("", |amount| amount.currency.code());
    let day = |day: Option<i32>| day.map_or_else(String::new, |day| date(day.into()));
    let share = hop.share.map_or_else(String::new, |share| {
        format!("{} {}", percent(share.least), percent(share.most))
    });
    hashed(&[
        kind_word(hop.kind),
        &ends.0.id,
        &ends.1.id,
        time,
        &amount,
        currency,
        &hop.id,
        &day(hop.stands.0),
        &day(hop.stands.1),
        &share,
        &super::cypher::on_word(&hop.word),
    ])
}

fn write_movement(
    edge: &Edge<'_>,
    kind: MoveKind,
    ends: (&Written, &Written),
    times: TimeForm,
    out: &mut String,
) {
    let hop = edge.hop;
    let time = hop.time.map_or_else(String::new, |time| iso(time, times));
    let id = step_id(edge, ends, &time);
    let mut of = common(edge);
    match times {
        // FollowTheMoney's dates carry no zone.
        TimeForm::Iso => of.add("date", time.trim_end_matches('Z')),
        TimeForm::Number => of.add("description", format!("time {time}")),
    }
    let amount = hop
        .amount
        .map_or_else(String::new, |amount| amount.to_string());
    let currency = hop
        .amount
        .filter(|amount| amount.currency != crate::Currency::NONE)
        .map_or("", |amount| amount.currency.code());
    if kind == MoveKind::Goods {
        of.add("sender", &ends.0.entity);
        of.add("receiver", &ends.1.entity);
        of.add("goodsDescription", &hop.detail);
        of.add("invoiceAmount", format!("{amount} {currency}").trim());
        of.add("description", &hop.id);
        of.write(&id, "EconomicActivity", out);
        return;
    }
    of.add("payer", &ends.0.entity);
    of.add("beneficiary", &ends.1.entity);
    for (name, end) in [("payerAccount", ends.0), ("beneficiaryAccount", ends.1)] {
        if end.schema == "BankAccount" {
            of.add(name, &end.id);
        }
    }
    of.add("amount", amount);
    of.add("currency", currency);
    of.add("purpose", &hop.detail);
    of.add("transactionNumber", &hop.id);
    if kind != MoveKind::Payment {
        of.add("description", kind.word());
    }
    of.write(&id, "Payment", out);
}

fn write_link(edge: &Edge<'_>, kind: LinkKind, ends: (&Written, &Written), out: &mut String) {
    let (from, to) = ends;
    let id = step_id(edge, ends, "");
    let mut of = common(edge);
    let day = |day: Option<i32>| day.map_or_else(String::new, |day| date(day.into()));
    of.add("startDate", day(edge.hop.stands.0));
    of.add("endDate", day(edge.hop.stands.1));
    let legal = from.is(&LEGAL_ENTITIES);
    let people = from.schema == "Person" && to.schema == "Person";
    let (schema, names, fits) = match kind {
        LinkKind::Ownership => ("Ownership", ("owner", "asset"), legal && to.is(&ASSETS)),
        LinkKind::Directorship => (
            "Directorship",
            ("director", "organization"),
            legal && to.is(&ORGANIZATIONS),
        ),
        LinkKind::Membership => (
            "Membership",
            ("member", "organization"),
            legal && to.is(&ORGANIZATIONS),
        ),
        LinkKind::Employment => (
            "Employment",
            ("employee", "employer"),
            from.schema == "Person" && to.is(&ORGANIZATIONS),
        ),
        LinkKind::Representation => (
            "Representation",
            ("agent", "client"),
            legal && to.is(&LEGAL_ENTITIES),
        ),
        LinkKind::Family => ("Family", ("person", "relative"), people),
        LinkKind::Associate => ("Associate", ("person", "associate"), people),
        LinkKind::Unknown | LinkKind::Other | LinkKind::Same | LinkKind::Control => {
            ("UnknownLink", ("subject", "object"), false)
        }
    };
    if !fits {
        of.add("subject", &from.id);
        of.add("object", &to.id);
        of.add("role", kind_word(edge.hop.kind));
        of.write(&id, "UnknownLink", out);
        return;
    }
    of.add(names.0, &from.id);
    of.add(names.1, &to.id);
    if let Some(share) = edge.hop.share.filter(|share| share.least == share.most) {
        of.add("percentage", percent(share.least));
    }
    of.write(&id, schema, out);
}
