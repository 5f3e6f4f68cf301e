//! `kashf keys`: who may ask a server, by key.

use super::{Outcome, note, print};
use crate::args::KeysCommand;
use crate::show::{Align, Look, Table};
use anyhow::Result;
use jiff::Timestamp;
use kashf::Kashf;
use kashf_records::{ApiKey, Millis, NewKey, Records};

const DAY: Millis = 86_400_000;

pub(crate) fn run(kashf: &Kashf, command: &KeysCommand) -> Result<Outcome> {
    let now = Timestamp::now().as_millisecond();
    match command {
        KeysCommand::Add {
            name,
            scope,
            per_minute,
            expires,
        } => {
            let new = NewKey {
                name,
                scopes: *scope,
                per_minute: *per_minute,
                expires_at: expires.map(|days| now + Millis::from(days) * DAY),
            };
            let (key, secret) = Records::open(kashf.path())?.add_key(&new, now)?;
            print(&format!("{}\n", secret.reveal()))?;
            note(&format!(
                "this is key {} ({}, scopes {}); it is not shown again",
                key.id, key.name, key.scopes
            ));
            note("a server takes it as `Authorization: Bearer KEY` or `X-API-Key: KEY`");
        }
        KeysCommand::List { json } => {
            let records = Records::open_existing(kashf.path())?;
            let keys = records.map(|records| records.keys()).transpose()?;
            list(&keys.unwrap_or_default(), now, *json)?;
        }
        KeysCommand::Revoke { name } => {
            let id = Records::open(kashf.path())?.revoke_key(name, now)?;
            print(&format!("key {id} is revoked\n"))?;
        }
    }
    Ok(Outcome::Done)
}

fn list(keys: &[ApiKey], now: Millis, json: bool) -> Result<()> {
    if json {
        let lines = keys.iter().map(|key| {
            serde_json::json!({
                "id": key.id,
                "name": key.name,
                "scopes": key.scopes.to_string(),
                "per_minute": key.per_minute,
                "created_at": time(key.created_at),
                "expires_at": key.expires_at.map(time),
                "revoked_at": key.revoked_at.map(time),
                "status": status(key, now),
            })
        });
        return print(&lines.map(|line| format!("{line}\n")).collect::<String>());
    }
    if keys.is_empty() {
        return print("no key: the server answers everybody on this machine, and nobody else\n");
    }
    let mut table = Table::new(&[
        ("id", Align::Start),
        ("name", Align::Start),
        ("scopes", Align::Start),
        ("a minute", Align::End),
        ("made", Align::Start),
        ("status", Align::Start),
    ]);
    for key in keys {
        let per_minute = key.per_minute.map(|limit| limit.to_string());
        table.row(vec![
            key.id.clone(),
            key.name.clone(),
            key.scopes.to_string(),
            per_minute.unwrap_or_else(|| "-".to_owned()),
            time(key.created_at),
            status(key, now),
        ]);
    }
    print(&table.render(&Look::of_stdout(), 0))
}

fn status(key: &ApiKey, now: Millis) -> String {
    match (key.revoked_at, key.expires_at) {
        (Some(_), _) => "revoked".to_owned(),
        (None, Some(end)) if end <= now => "expired".to_owned(),
        (None, Some(end)) => format!("until {}", time(end)),
        (None, None) => "valid".to_owned(),
    }
}

/// `2026-02-27T08:30:00Z`.
pub(super) fn time(millis: Millis) -> String {
    let seconds = Timestamp::from_second(millis.div_euclid(1000));
    seconds.map_or_else(|_| "unknown".to_owned(), |time| time.to_string())
}
