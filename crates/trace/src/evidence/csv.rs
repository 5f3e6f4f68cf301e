//! Steps as a table for spreadsheets, a row a step: UTF-8 with its mark, so that Arabic is read as such, CRLF, every text
//! quoted, and nothing that a spreadsheet would take for a formula.
//!
//! SOURCE: RFC 4180; OWASP, CSV Injection.

use super::safe::{guarded, quoted};
use super::words::{Form, Say};
use super::{Card, CardHop, CardParty, Dossier, HopKind, Language, OnWord};

/// The table, with headings in a language; amounts and times as programs read them.
///
/// ```
/// use kashf_trace::evidence::{Dossier, Language, csv};
///
/// let table = csv(&Dossier::default(), Language::English);
/// assert!(table.starts_with("\u{feff}\"Finding\",\"Pattern\",\"Step\""));
/// ```
#[must_use]
pub fn csv(dossier: &Dossier, language: Language) -> String {
    let say = Say {
        language,
        form: Form::Plain,
        times: dossier.times,
        asked: dossier.asked(),
    };
    let label = |key: &str| say.plain(&format!("label-{key}"));
    let party = |side: &str, of: &str| format!("{}: {}", label(side), label(of));
    let headings = [
        label("finding"),
        label("typology"),
        label("hop"),
        label("kind"),
        label("when"),
        label("until"),
        label("amount"),
        label("currency"),
        label("share"),
        party("from", "reference"),
        label("from"),
        party("from", "listed"),
        party("to", "reference"),
        label("to"),
        party("to", "listed"),
        label("id"),
        label("detail"),
        label("word"),
        label("line"),
    ];
    let mut out = String::from("\u{feff}");
    line(&headings.map(|heading| quoted(&heading)), &mut out);
    for (number, card) in dossier.cards.iter().enumerate() {
        for (at, hop) in card.hops.iter().enumerate() {
            row(say, (number + 1, at + 1), card, hop, &mut out);
        }
    }
    out
}

fn row(say: Say, (number, step): (usize, usize), card: &Card, hop: &CardHop, out: &mut String) {
    let day =
        |day: Option<i32>| day.map_or_else(String::new, |day| super::time::date(i64::from(day)));
    let (word, at) = on_word(&hop.word);
    let when = match hop.kind {
        HopKind::Move(_) => hop
            .time
            .map_or_else(String::new, |time| super::time::shown(time, say.times)),
        HopKind::Link(_) => day(hop.stands.0),
    };
    let amount = hop
        .amount
        .map_or_else(String::new, |amount| amount.to_string());
    let currency = hop.amount.map_or("", |amount| amount.currency.code());
    let share = hop.share.map_or_else(String::new, |share| say.share(share));
    let [from, to] = [hop.from, hop.to].map(|at| ends(card.parties.get(at)));
    let fields = [
        number.to_string(),
        guarded(&say.typology(&card.typology)),
        step.to_string(),
        guarded(&say.kind(hop.kind)),
        when,
        day(hop.stands.1),
        amount,
        currency.to_owned(),
        guarded(&share),
        from[0].clone(),
        from[1].clone(),
        from[2].clone(),
        to[0].clone(),
        to[1].clone(),
        to[2].clone(),
        guarded(&hop.id),
        guarded(&hop.detail),
        guarded(&word),
        at,
    ];
    line(&fields, out);
}

/// Reference, name and lists of a party, guarded.
fn ends(party: Option<&CardParty>) -> [String; 3] {
    let Some(party) = party else {
        return [const { String::new() }; 3];
    };
    let listed = party.listed.as_ref();
    let listed = listed.map_or_else(String::new, |listed| listed.datasets.join(" + "));
    [
        guarded(&party.reference),
        guarded(&party.caption),
        guarded(&listed),
    ]
}

/// Where it stands, and the line when that is one row.
fn on_word(words: &[OnWord]) -> (String, String) {
    if let [OnWord::Row { file, line }] = words {
        return (file.clone(), line.to_string());
    }
    (super::cypher::on_word(words), String::new())
}

fn line(fields: &[String], out: &mut String) {
    out.push_str(&fields.join(","));
    out.push_str("\r\n");
}
