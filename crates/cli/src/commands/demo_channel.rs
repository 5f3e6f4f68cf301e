//! The end of `kashf demo`: a channel in the invented payments, drawn hop by hop.
//!
//! The payments are read as any file is, their names are held against the invented list, and the search is the real one.

use crate::show::{Look, Tint, fit, grouped};
use anyhow::Result;
use kashf::trace::{
    Finding, Hop, JoinPlan, Lists, Options, Question, Reading, Search, TraceInput, Traced,
    TracingError,
};
use kashf::{Entities, NoProgress, Screener};

const LIST: &str = include_str!("../../../../demo/list.ftm.json");
const PAYMENTS: &str = include_str!("../../../../demo/payments.csv");

/// From whom, and to whom.
const DONOR: &str = "dl-001";
const TRADER: &str = "dl-006";

/// Noon of the day on which the invented list was last published: nothing of the story lies after it.
const NOW: i64 = 1_450_353_600;

/// The channel as a picture.
pub(crate) fn channel(screener: &Screener, look: &Look) -> Result<String> {
    let (traced, finding) = found(screener)?;
    Ok(finding.map_or_else(String::new, |finding| picture(&traced, &finding, look)))
}

fn found(screener: &Screener) -> Result<(Traced, Option<Finding>)> {
    let entities = Entities::of(screener)?;
    let input = TraceInput::at(NOW);
    let mut reading = Reading::of_stream(
        Box::new(LIST.as_bytes()),
        "list.ftm.json",
        &input,
        &NoProgress,
    )?;
    reading.add(
        Box::new(PAYMENTS.as_bytes()),
        "payments.csv",
        &input.mapping,
        &NoProgress,
    )?;
    let plan = JoinPlan {
        lists: Some(Lists {
            screener,
            entities: &entities,
        }),
        ..JoinPlan::default()
    };
    let traced = reading.join(&plan, &NoProgress)?;
    let end = |reference: &str| -> Result<Vec<u32>, TracingError> {
        let unknown = || kashf::trace::TraceError::UnknownParty {
            reference: reference.to_owned(),
        };
        Ok(vec![traced.party(reference).ok_or_else(unknown)?])
    };
    let question = Question {
        options: Options {
            window: 30 * 86_400,
            ..Options::default()
        },
        from: end(DONOR)?,
        to: end(TRADER)?,
        best: 10,
        ..Question::default()
    };
    let findings = Search::Channels.run(&traced, &question)?.findings;
    // Most of the way must be money and goods: that two know each other is said by the list already.
    let best = findings
        .into_iter()
        .max_by_key(|finding| finding.moves().count());
    Ok((traced, best))
}

fn picture(traced: &Traced, finding: &Finding, look: &Look) -> String {
    let flow = traced.network.flow();
    let days = finding
        .span(flow)
        .map_or(0, |(start, end)| (end - start) / 86_400);
    let mut text = format!(
        "{}  {}\n",
        look.bold(&look.tinted(Tint::Red, "A CHANNEL")),
        look.faint(&format!(
            "from a donor to the listed trader in {days} days: `kashf trace channels` with these payments"
        ))
    );
    let arrow = |step: &str| format!("  \u{2502}  {}\n", look.faint(step));
    let mut parties = finding.parties.iter();
    let mut node = |text: &mut String| {
        if let Some(party) = parties.next() {
            text.push_str(&party_line(traced, *party, look));
        }
    };
    node(&mut text);
    for hop in &finding.hops {
        let step = match hop {
            Hop::Move(number) => {
                let movement = flow.get(*number);
                let place = traced.place(movement.row);
                let place = place
                    .map(|(file, line)| format!(", {file} line {line}"))
                    .unwrap_or_default();
                let (whole, part) = {
                    let amount = movement.amount.to_string();
                    let (whole, part) = amount.split_once('.').unwrap_or((&amount, "00"));
                    (
                        whole.parse().map_or_else(|_| whole.to_owned(), grouped),
                        part.to_owned(),
                    )
                };
                format!(
                    "{}  {} {whole}.{part} {}{place}",
                    &traced.form.text(movement.time)[..10],
                    movement.kind.word(),
                    movement.amount.currency.code(),
                )
            }
            Hop::Held(link) | Hop::Holder(link) => {
                let share = if link.share.least == link.share.most {
                    format!(" {} %", link.share.least / 100)
                } else {
                    String::new()
                };
                let place = traced.link_place(link.source);
                let place = place
                    .map(|(file, line)| format!(", {file} line {line}"))
                    .unwrap_or_default();
                format!("{}{share}{place}", kashf::trace::link_word(link.kind))
            }
        };
        text.push_str(&arrow(&step));
        node(&mut text);
    }
    text
}

fn party_line(traced: &Traced, party: u32, look: &Look) -> String {
    let reference = traced.network.parties().reference(party);
    let as_written = traced
        .joins
        .of_party(reference)
        .filter(|join| join.by == "name")
        .map(|join| {
            format!(
                ", as \u{201c}{}\u{201d}",
                fit(&crate::show::safe(&join.reference), 32)
            )
        })
        .next();
    let caption = traced.caption(party);
    let shown = if caption.is_empty() {
        reference
    } else {
        caption
    };
    let listed = traced
        .listed
        .get(&party)
        .is_some_and(|listed| listed.target);
    let mark = if listed {
        format!(" [{reference}, listed]")
    } else {
        String::new()
    };
    format!(
        "  \u{25cf} {}{mark}{}\n",
        look.foreign(&fit(shown, 40)),
        look.foreign(&as_written.unwrap_or_default())
    )
}
