//! Cards as JSON: amounts are decimal numbers with all their digits, never floats.

use super::describe::{kind_word, percent};
use super::json_value::Json;
use super::time::{date, iso};
use super::{
    Card, CardFact, CardHop, CardParty, Dossier, FactValue, Join, Joined, Language, Listed, OnWord,
    TimeForm, Words,
};
use crate::Amount;

/// The whole dossier as one object.
///
/// ```
/// use kashf_trace::evidence::{Dossier, json};
///
/// assert!(json(&Dossier::default()).starts_with("{\"format\":\"kashf-evidence-1\""));
/// ```
#[must_use]
pub fn json(dossier: &Dossier) -> String {
    let say = |language| {
        super::words::Say {
            language,
            form: super::words::Form::Plain,
            times: dossier.times,
            asked: dossier.asked(),
        }
        .plain("closing")
    };
    let optional = |text: &Option<String>| text.as_deref().map_or(Json::Null, Json::text);
    let inputs = dossier.inputs.iter().map(|input| {
        Json::Object(vec![
            ("file", Json::text(&input.file)),
            ("rows", Json::number(input.rows)),
            ("hash", Json::some(&input.hash)),
        ])
    });
    let left_out = dossier.left_out.iter().map(|left| {
        Json::Object(vec![
            ("why", words(&left.why)),
            ("rows", Json::number(left.rows)),
        ])
    });
    let options = dossier.options.iter().map(|(name, value)| {
        Json::Object(vec![
            ("name", Json::text(name)),
            ("value", Json::text(value)),
        ])
    });
    let cards = dossier
        .cards
        .iter()
        .map(|card| of_card(card, dossier.times));
    Json::Object(vec![
        ("format", Json::text("kashf-evidence-1")),
        ("title", Json::some(&dossier.title)),
        (
            "says",
            Json::Object(vec![
                ("en", Json::text(say(Language::English))),
                ("ar", Json::text(say(Language::Arabic))),
            ]),
        ),
        ("made", optional(&dossier.made)),
        ("program", Json::some(&dossier.program)),
        ("snapshot", optional(&dossier.snapshot)),
        ("policy", optional(&dossier.policy)),
        ("inputs", Json::List(inputs.collect())),
        ("left_out", Json::List(left_out.collect())),
        ("options", Json::List(options.collect())),
        ("hubs", Json::texts(&dossier.hubs)),
        ("capped", Json::Flag(dossier.capped)),
        ("findings", Json::List(cards.collect())),
    ])
    .to_string()
}

/// The steps of a card as a JSON array: the `evidence` of an output line.
#[must_use]
pub fn hops_json(card: &Card, times: TimeForm) -> String {
    Json::List(
        card.hops
            .iter()
            .map(|hop| of_hop(card, hop, times))
            .collect(),
    )
    .to_string()
}

fn of_card(card: &Card, times: TimeForm) -> Json {
    let time = |time: i64| of_time(time, times);
    let plain = |language| super::words::Say {
        language,
        form: super::words::Form::Plain,
        times,
        asked: true,
    };
    let unsure = card.unsure.iter().map(|unsure| {
        Json::Object(vec![
            (
                "en",
                Json::text(plain(Language::English).unsure(card, unsure)),
            ),
            (
                "ar",
                Json::text(plain(Language::Arabic).unsure(card, unsure)),
            ),
        ])
    });
    let hops = card.hops.iter().map(|hop| of_hop(card, hop, times));
    Json::Object(vec![
        ("typology", Json::text(&card.typology)),
        ("amount", of_amount(card.amount)),
        ("currency", of_currency(card.amount)),
        (
            "start",
            card.span.map_or(Json::Null, |(start, _)| time(start)),
        ),
        ("end", card.span.map_or(Json::Null, |(_, end)| time(end))),
        ("capped", Json::Flag(card.capped)),
        (
            "parties",
            Json::List(card.parties.iter().map(of_party).collect()),
        ),
        ("hops", Json::List(hops.collect())),
        (
            "facts",
            Json::List(card.facts.iter().map(|fact| of_fact(card, fact)).collect()),
        ),
        ("unsure", Json::List(unsure.collect())),
    ])
}

fn of_hop(card: &Card, hop: &CardHop, times: TimeForm) -> Json {
    let day = |day: Option<i32>| day.map_or(Json::Null, |day| Json::text(date(day.into())));
    let mut fields = vec![
        ("kind", Json::text(kind_word(hop.kind))),
        ("from", reference(card, hop.from)),
        ("to", reference(card, hop.to)),
    ];
    match hop.kind {
        super::HopKind::Move(_) => fields.extend([
            ("edge", of_id(hop)),
            (
                "time",
                hop.time.map_or(Json::Null, |time| of_time(time, times)),
            ),
            ("amount", of_amount(hop.amount)),
            ("currency", of_currency(hop.amount)),
        ]),
        super::HopKind::Link(_) => {
            let share = hop.share.unwrap_or(crate::Share::UNKNOWN);
            fields.extend([
                ("walked_back", Json::Flag(hop.walked_back)),
                ("least_percent", Json::Number(percent(share.least))),
                ("most_percent", Json::Number(percent(share.most))),
                ("since", day(hop.stands.0)),
                ("until", day(hop.stands.1)),
            ]);
            if hop.share.is_none() {
                fields.retain(|(name, _)| !name.ends_with("_percent"));
            }
        }
    }
    if !hop.detail.is_empty() {
        fields.push(("detail", Json::text(&hop.detail)));
    }
    // One row is written flat, as the design's output line has it.
    if let [OnWord::Row { file, line }] = hop.word.as_slice() {
        fields.extend([("file", Json::text(file)), ("line", Json::number(line))]);
    } else {
        fields.push((
            "on_word",
            Json::List(hop.word.iter().map(of_word).collect()),
        ));
    }
    if !hop.why.is_empty() {
        fields.push(("why", Json::List(hop.why.iter().map(words).collect())));
    }
    Json::Object(fields)
}

fn reference(card: &Card, at: usize) -> Json {
    card.parties
        .get(at)
        .map_or(Json::Null, |party| Json::text(&party.reference))
}

fn of_word(word: &OnWord) -> Json {
    match word {
        OnWord::Row { file, line } => Json::Object(vec![
            ("file", Json::text(file)),
            ("line", Json::number(line)),
        ]),
        OnWord::Statement {
            dataset,
            entity,
            id,
            seen,
        } => Json::Object(vec![
            ("dataset", Json::text(dataset)),
            ("entity", Json::text(entity)),
            ("statement", Json::some(id)),
            ("seen", Json::some(seen)),
        ]),
    }
}

fn of_party(party: &CardParty) -> Json {
    Json::Object(vec![
        ("reference", Json::text(&party.reference)),
        ("caption", Json::some(&party.caption)),
        ("names", Json::texts(&party.names)),
        ("schema", Json::some(&party.schema)),
        ("country", Json::some(&party.country)),
        ("part", Json::text(party.part.word())),
        (
            "listed",
            party.listed.as_ref().map_or(Json::Null, of_listed),
        ),
        (
            "joined",
            party.joined.as_ref().map_or(Json::Null, of_joined),
        ),
        ("notes", Json::List(party.notes.iter().map(words).collect())),
    ])
}

fn of_listed(listed: &Listed) -> Json {
    Json::Object(vec![
        ("id", Json::text(&listed.id)),
        ("caption", Json::some(&listed.caption)),
        ("datasets", Json::texts(&listed.datasets)),
        ("programmes", Json::texts(&listed.programmes)),
        (
            "measures",
            Json::List(listed.measures.iter().map(words).collect()),
        ),
        ("since", Json::some(&listed.since)),
    ])
}

fn of_joined(joined: &Joined) -> Json {
    let by = match joined.by {
        Join::Identifier => "identifier",
        Join::Name => "name",
        Join::Given => "given",
    };
    let score = joined.score.map(super::describe::thousandths);
    Json::Object(vec![
        ("by", Json::text(by)),
        ("score", score.map_or(Json::Null, Json::Number)),
        (
            "reasons",
            Json::List(joined.reasons.iter().map(words).collect()),
        ),
    ])
}

fn of_fact(card: &Card, fact: &CardFact) -> Json {
    let mut fields = vec![("name", Json::text(&fact.name))];
    match &fact.value {
        FactValue::Party(at) => fields.push(("party", reference(card, *at))),
        FactValue::Number(number) => fields.push(("number", Json::number(number))),
        FactValue::Amount(amount) => fields.extend([
            ("amount", of_amount(Some(*amount))),
            ("currency", of_currency(Some(*amount))),
        ]),
        FactValue::Seconds(seconds) => fields.push(("seconds", Json::number(seconds))),
        FactValue::Share(share) => {
            fields.push(("percent", Json::Number(super::describe::decimal(*share))));
        }
        FactValue::Words(text) => fields.push(("words", words(text))),
    }
    Json::Object(fields)
}

fn words(words: &Words) -> Json {
    Json::Object(vec![
        ("en", Json::text(&words.en)),
        ("ar", Json::text(&words.ar)),
    ])
}

fn of_amount(amount: Option<Amount>) -> Json {
    amount.map_or(Json::Null, Json::number)
}

fn of_currency(amount: Option<Amount>) -> Json {
    match amount {
        Some(amount) if amount.currency != crate::Currency::NONE => {
            Json::text(amount.currency.code())
        }
        _ => Json::Null,
    }
}

fn of_time(time: i64, times: TimeForm) -> Json {
    match times {
        TimeForm::Iso => Json::text(iso(time, times)),
        TimeForm::Number => Json::number(time),
    }
}

/// A number where the input's ids are numbers.
fn of_id(hop: &CardHop) -> Json {
    let digits = !hop.id.is_empty() && hop.id.bytes().all(|byte| byte.is_ascii_digit());
    if hop.id_is_number && digits && (hop.id == "0" || !hop.id.starts_with('0')) {
        Json::number(&hop.id)
    } else {
        Json::text(&hop.id)
    }
}
