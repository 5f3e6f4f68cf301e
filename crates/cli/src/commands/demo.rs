//! `kashf demo`: the invented network, loaded, screened and traced in memory. Writes no file.
//!
//! The files are those of `demo/`, embedded; the pipeline is the real one: the list is read like any
//! FollowTheMoney file, compiled like any segment, and the customers go through the same reader as
//! `kashf screen --in`.

use super::demo_channel::channel;
use super::{Outcome, print};
use crate::show::{Align, Look, Table, Tint, fit, short, wrap};
use anyhow::Result;
use kashf::{InputReader, KashfError, Record, Screener};
use kashf_core::Reason;
use kashf_load::{Loaded, SourceFile, load};
use kashf_screen::{Answer, Match, Options, Policy};

const LIST: &str = include_str!("../../../../demo/list.ftm.json");
const CUSTOMERS: &str = include_str!("../../../../demo/customers.csv");

/// One customer with the answer.
struct Answered {
    record: Record,
    answer: Answer,
}

pub(crate) fn run() -> Result<Outcome> {
    let file = SourceFile::from_bytes("demo_list.ftm.json", LIST.as_bytes().to_vec());
    let list = load(&[file], Some("demo_list")).map_err(KashfError::from)?;
    let screener = Screener::in_memory(std::slice::from_ref(&list), Policy::built_in())?;
    let mut reader =
        InputReader::open(CUSTOMERS.as_bytes(), "customers.csv").map_err(KashfError::from)?;
    let interpreter = reader.interpreter();
    let mut answered = Vec::new();
    while let Some(raw) = reader.next().map_err(KashfError::from)? {
        let record = interpreter.interpret(raw, None);
        let answer = screener.answer(&record, &Options::default());
        answered.push(Answered { record, answer });
    }
    let look = Look::of_stdout();
    let channel = channel(&screener, &look)?;
    print(&page(&list, &screener, (&answered, &channel), &look))?;
    Ok(Outcome::Done)
}

fn page(
    list: &Loaded,
    screener: &Screener,
    (answered, channel): (&[Answered], &str),
    look: &Look,
) -> String {
    let (found, others): (Vec<_>, Vec<_>) = answered.iter().partition(|a| a.answer.has_match());
    let (namesakes, nobody): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|a| !a.answer.matches.is_empty());
    let all = answered.len();
    let counts = screener.segments().first().map(|segment| &segment.counts);
    let counted = |name: &str| {
        counts
            .and_then(|counts| counts.get(name))
            .copied()
            .unwrap_or(0)
    };
    let threshold = screener.policy().threshold();
    let scripts: Vec<String> = counts
        .iter()
        .flat_map(|counts| counts.iter())
        .filter_map(|(name, n)| Some(format!("{n} {}", name.strip_prefix("script:")?)))
        .collect();
    let mut text = format!(
        "{}: {} customers against the list {}. Everything here is invented.\n\
         The list: {} parties under {} names ({}), with {} links and sanctions.\n\n",
        look.bold("kashf demo"),
        all,
        look.bold(&list.dataset),
        counted("screened"),
        counted("names"),
        scripts.join(", "),
        counted("entities").saturating_sub(counted("screened")),
    );
    heading(
        &mut text,
        look,
        Tint::Red,
        &format!("{} POSSIBLE MATCHES", found.len()),
        &format!("score {threshold} or more: a human looks"),
    );
    text.push_str(&rows(&found, look));
    text.push('\n');
    heading(
        &mut text,
        look,
        Tint::Yellow,
        &format!("{} NAMESAKES", namesakes.len()),
        "the name resembles, the rest says: somebody else",
    );
    text.push_str(&rows(&namesakes, look));
    text.push('\n');
    heading(
        &mut text,
        look,
        Tint::Green,
        &format!("{} NOBODY", nobody.len()),
        "no name on the list resembles theirs enough to be weighed",
    );
    text.push('\n');
    text.push_str(channel);
    text.push('\n');
    let closing = "A match is a reason to look, not a verdict. Each one comes with its reasons, and the \
                   reasons add up to its score:";
    for line in wrap(closing, look.width) {
        text.push_str(&line);
        text.push('\n');
    }
    for (command, what) in next_commands(&found) {
        let command = look.tinted(Tint::Cyan, &command);
        text.push_str(&format!("  {command}\n      {what}\n"));
    }
    text
}

fn heading(text: &mut String, look: &Look, tint: Tint, title: &str, what: &str) {
    text.push_str(&format!(
        "{}  {}\n",
        look.bold(&look.tinted(tint, title)),
        look.faint(what)
    ));
}

/// A row a customer: who it is, the entry that comes nearest, and why or why not.
fn rows(customers: &[&Answered], look: &Look) -> String {
    let mut table = Table::new(&[
        ("", Align::Start),
        ("customer", Align::Start),
        ("listed as", Align::Start),
        ("entry", Align::Start),
        ("score", Align::End),
        ("why", Align::Start),
    ]);
    for customer in customers {
        let Some(best) = customer.answer.matches.first() else {
            continue;
        };
        table.row(vec![
            customer.record.id.clone(),
            look.foreign(&fit(&name_of(&customer.record), 22)),
            look.foreign(&fit(listed_name(best), 22)),
            best.id.clone(),
            best.score.to_string(),
            why(best),
        ]);
    }
    table.render(look, 1)
}

/// What the record is called, or what it is known by.
fn name_of(record: &Record) -> String {
    let Ok(entity) = &record.entity else {
        return "(not readable)".to_owned();
    };
    let known = ["name", "publicKey", "imoNumber", "idNumber"]
        .iter()
        .find_map(|prop| entity.first(prop));
    known.unwrap_or("(no name)").to_owned()
}

/// The spelling of the list that came nearest; the caption where no name agrees.
fn listed_name(best: &Match) -> &str {
    let named = |reason: &&Reason| matches!(reason.feature, "name" | "weak_alias");
    let nearest = best
        .reasons
        .iter()
        .find(named)
        .and_then(|reason| reason.candidate.as_deref());
    nearest.unwrap_or(&best.caption)
}

/// The reasons in short: what weighs most first; for a namesake only what speaks against.
fn why(best: &Match) -> String {
    let mut reasons: Vec<_> = best.reasons.iter().collect();
    if !best.is_match && reasons.iter().any(|reason| reason.points < 0) {
        reasons.retain(|reason| reason.points < 0);
        reasons.sort_by_key(|reason| reason.points);
    }
    let words: Vec<String> = reasons.iter().filter_map(|reason| short(reason)).collect();
    words.join(", ")
}

/// What to try next, with a name from the demo.
fn next_commands(found: &[&Answered]) -> Vec<(String, &'static str)> {
    let mut commands = Vec::new();
    let other_script = found.iter().find_map(|customer| {
        let best = customer.answer.matches.first()?;
        let reason = best
            .reasons
            .iter()
            .find(|r| r.evidence.key == "name-other-script")?;
        Some((reason.query.clone()?, reason.candidate.clone()?))
    });
    if let Some((query, candidate)) = other_script {
        commands.push((
            format!(
                "kashf explain \"{}\" \"{}\"",
                crate::show::safe(&query),
                crate::show::safe(&candidate)
            ),
            "how two names in two scripts are compared, token by token",
        ));
    }
    commands.push((
        "kashf load un --file consolidated.xml".to_owned(),
        "the real list, from https://scsanctions.un.org/resources/xml/en/consolidated.xml",
    ));
    commands.push((
        "kashf screen --in customers.csv --out hits.jsonl".to_owned(),
        "your own file: id, schema, name, birthDate, nationality, country, gender, idNumber ...",
    ));
    commands.push((
        "kashf trace channels --in payments.csv --from A --to B".to_owned(),
        "through which hops money, goods and control run between two parties",
    ));
    commands
}
