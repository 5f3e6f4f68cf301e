//! `kashf explain NAME1 NAME2`: the two names laid side by side, and what it comes to.

use super::{Outcome, print};
use crate::show::{Look, Sides, picture, safe_sentence, wrap};
use crate::{args::ExplainArguments, error::fail};
use anyhow::Result;
use kashf::policy_of;
use kashf_screen::{Language, score_pair, sentence};
use std::path::Path;

pub(crate) fn run(data: &Path, arguments: &ExplainArguments) -> Result<Outcome> {
    let policy = policy_of(data)?.policy;
    let schema = checked_schema(arguments.schema.as_deref())?.unwrap_or_default();
    let look = Look::of_stdout();
    let pair = score_pair(&schema, &arguments.name1, &arguments.name2, &policy);
    let mut text = format!(
        "yours   {}\nlisted  {}\n\n",
        look.foreign(&arguments.name1),
        look.foreign(&arguments.name2)
    );
    let sides = Sides {
        query: &pair.query,
        candidate: &pair.candidate,
        alignment: &pair.alignment,
    };
    text.push_str(&picture(&sides, &look, 2));
    text.push('\n');
    for reason in &pair.reasons {
        for language in [Language::English, Language::Arabic] {
            let lead = match language {
                Language::English => format!("{:>+5}", reason.points),
                Language::Arabic => "     ".to_owned(),
            };
            let said = safe_sentence(&sentence(reason, language), &look);
            for (at, line) in wrap(&said, look.width.saturating_sub(7)).iter().enumerate() {
                let lead = if at == 0 { lead.as_str() } else { "     " };
                text.push_str(&format!("{lead}  {line}\n"));
            }
        }
    }
    let verdict = if pair.is_match { "a match" } else { "no match" };
    let threshold = policy.threshold_for(&schema, &[]);
    text.push_str(&format!(
        "{:>5}  points give a score of {}: {verdict} (threshold {threshold}, names alone)\n",
        pair.points, pair.score
    ));
    print(&text)?;
    Ok(Outcome::Done)
}

/// The schema in FollowTheMoney's spelling.
pub(crate) fn checked_schema(given: Option<&str>) -> Result<Option<String>> {
    let Some(given) = given else { return Ok(None) };
    match kashf::schema_named(given) {
        Some(name) => Ok(Some(name.to_owned())),
        None => Err(fail(
            format!("schema `{given}` is not known"),
            "use a FollowTheMoney schema: Person, Company, Organization, Vessel, Airplane, CryptoWallet ...",
        )),
    }
}
