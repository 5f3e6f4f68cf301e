//! `kashf lists`: what is loaded.

use super::{Outcome, print};
use crate::show::{Align, Look, Table, grouped};
use anyhow::Result;
use kashf::{Kashf, KashfError, ListInfo};
use std::path::Path;

pub(crate) fn run(data: &Path, json: bool) -> Result<Outcome> {
    let lists = match Kashf::open_existing(data) {
        Ok(kashf) => {
            super::warn(&kashf);
            kashf.lists_at(&super::load::now())?
        }
        Err(KashfError::NoList { .. }) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    if json {
        let mut text = String::new();
        for list in &lists {
            text.push_str(&serde_json::to_string(list)?);
            text.push('\n');
        }
        print(&text)?;
        return Ok(Outcome::Done);
    }
    if lists.is_empty() {
        print("no list is loaded\n")?;
        super::note(
            "hint: `kashf load un` fetches one, `kashf load un --file consolidated.xml` reads a copy; `kashf demo` \
             needs none",
        );
        return Ok(Outcome::Done);
    }
    print(&table(&lists, &Look::of_stdout()))?;
    Ok(Outcome::Done)
}

fn table(lists: &[ListInfo], look: &Look) -> String {
    let mut table = Table::new(&[
        ("dataset", Align::Start),
        ("as of", Align::Start),
        ("records", Align::End),
        ("entities", Align::End),
        ("status", Align::Start),
        ("confirmed", Align::Start),
        ("title", Align::Start),
    ]);
    for list in lists {
        let as_of = list
            .as_of
            .as_deref()
            .map_or("unknown", |date| date.get(..10).unwrap_or(date));
        table.row(vec![
            list.dataset.clone(),
            as_of.to_owned(),
            grouped(list.records),
            grouped(list.entities),
            list.status.to_owned(),
            list.confirmed_at
                .as_deref()
                .map_or_else(|| "-".to_owned(), minutes),
            look.foreign(&list.title),
        ]);
    }
    let mut text = table.render(look, 0);
    for list in lists {
        if let Some(failure) = &list.last_failure {
            let reason = look.foreign(&failure.reason);
            text.push_str(&format!(
                "{}: not fetched at {}: {reason}\n",
                list.dataset, failure.at
            ));
        }
        if let Some(refusal) = &list.last_refusal {
            let reason = look.foreign(&refusal.reason);
            text.push_str(&format!(
                "{}: refused a version at {}: {reason}\n",
                list.dataset, refusal.at
            ));
        }
    }
    text
}

/// A time to the minute, for a column.
fn minutes(time: &str) -> String {
    time.get(..16).unwrap_or(time).replace('T', " ")
}
