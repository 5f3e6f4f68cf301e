//! `kashf log`: the screening log, for those who answer for it.

use super::keys::time;
use super::{Outcome, note, print};
use crate::args::{LogCommand, Whom};
use crate::error::fail;
use anyhow::Result;
use jiff::Timestamp;
use kashf::Kashf;
use kashf_records::{LogFilter, Mark, Marks, Millis, Records, Screening, Subject};
use std::io::{self, BufRead};

/// Rows that are read at a time.
const PAGE: u32 = 1000;

pub(crate) fn run(kashf: &Kashf, command: &LogCommand) -> Result<Outcome> {
    let Some(records) = Records::open_existing(kashf.path())? else {
        note("no screening was written down: there is no kashf.sqlite");
        return Ok(Outcome::Done);
    };
    let now = Timestamp::now().as_millisecond();
    let me = "command line";
    match command {
        LogCommand::Show {
            since,
            until,
            caller,
            whom,
        } => {
            let mut filter = LogFilter {
                since: since.as_deref().map(millis).transpose()?,
                until: until.as_deref().map(millis).transpose()?,
                caller: caller.clone(),
                subject: subject(&records, whom)?,
                limit: PAGE,
                ..LogFilter::default()
            };
            loop {
                let rows = records.screenings(&filter)?;
                let Some(last) = rows.last() else { break };
                filter.after = last.id;
                print(
                    &rows
                        .iter()
                        .map(|row| format!("{}\n", json(row)))
                        .collect::<String>(),
                )?;
            }
        }
        LogCommand::Erase { whom } => {
            let Some(subject) = subject(&records, whom)? else {
                return Err(fail(
                    "nobody is named",
                    "give --name, --record or --query; `--name -` reads the name from stdin",
                ));
            };
            let rows = records.erase(subject, me, now)?;
            print(&format!("erased from {rows} rows\n"))?;
            if rows > 0 {
                note("copies of the data directory still hold them");
            }
        }
        LogCommand::Prune { days } => {
            let before = now - Millis::from(*days) * 86_400_000;
            let rows = records.prune_screenings(before, me, now)?;
            print(&format!("removed {rows} rows\n"))?;
        }
        LogCommand::Erasures => {
            for erasure in records.erasures()? {
                let line = serde_json::json!({
                    "at": time(erasure.at),
                    "caller": erasure.caller,
                    "kind": erasure.kind,
                    "rows": erasure.rows,
                });
                print(&format!("{line}\n"))?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn subject(records: &Records, whom: &Whom) -> Result<Option<Subject>> {
    let marks = Marks::new(records.log_key()?);
    Ok(match (&whom.name, &whom.record, &whom.query) {
        (Some(name), ..) => Some(Subject::Name(marks.of_name(&given(name)?))),
        (_, Some(record), _) => Some(Subject::Record(marks.of_record(&given(record)?))),
        (.., Some(query)) => Some(Subject::Query(Mark::from_hex(query)?)),
        _ => None,
    })
}

/// A value, or the line of stdin for which `-` stands.
fn given(value: &str) -> Result<String> {
    if value != "-" {
        return Ok(value.to_owned());
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let line = line.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        return Err(fail("stdin is empty", "pipe one line"));
    }
    Ok(line.to_owned())
}

fn millis(text: &str) -> Result<Millis> {
    let whole = if text.len() == 10 {
        format!("{text}T00:00:00Z")
    } else {
        text.to_owned()
    };
    let parsed = whole.parse::<Timestamp>().map_err(|_| {
        fail(
            format!("`{text}`: not a time"),
            "write a day as 2026-02-27 or a time as 2026-02-27T08:30:00Z",
        )
    })?;
    Ok(parsed.as_millisecond())
}

fn json(row: &Screening) -> serde_json::Value {
    let parsed = |text: &Option<String>| {
        let value = text
            .as_deref()
            .map(serde_json::from_str::<serde_json::Value>);
        value.and_then(Result::ok)
    };
    serde_json::json!({
        "id": row.id,
        "at": time(row.at),
        "request": row.request,
        "caller": row.caller,
        "route": row.route,
        "snapshot": row.snapshot,
        "policy": row.policy,
        "status": row.status,
        "query": row.query.map(Mark::to_hex),
        "record": row.record.map(Mark::to_hex),
        "names": row.names.iter().map(|mark| mark.to_hex()).collect::<Vec<_>>(),
        "record_id": row.record_id,
        "spelled": parsed(&row.spelled),
        "matches": parsed(&row.matches),
        "erased_at": row.erased_at.map(time),
    })
}
