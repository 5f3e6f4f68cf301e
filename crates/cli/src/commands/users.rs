//! `kashf users`: people who ask a server, with their roles.

use super::keys::time;
use super::{Outcome, note, password, print};
use crate::args::UsersCommand;
use crate::show::{Align, Look, Table};
use anyhow::Result;
use jiff::Timestamp;
use kashf::Kashf;
use kashf_records::{Records, RecordsError, User};

pub(crate) fn run(kashf: &Kashf, command: &UsersCommand) -> Result<Outcome> {
    match command {
        UsersCommand::Add { name, role } => {
            let records = Records::open(kashf.path())?;
            if users(kashf)?.iter().any(|user| user.name == *name) {
                // Before anybody types a password.
                let name = name.clone();
                return Err(RecordsError::Taken { what: "user", name }.into());
            }
            let password = password::ask(name)?;
            let now = Timestamp::now().as_millisecond();
            records.add_user(name, *role, &password, now)?;
            note(&format!("added user {name}, {role}: {}", role.scopes()));
        }
        UsersCommand::List { json } => list(&users(kashf)?, *json)?,
        UsersCommand::Password { name } => {
            let password = password::ask(name)?;
            Records::open(kashf.path())?.set_password(name, &password)?;
            note(&format!("user {name} has another password"));
        }
        UsersCommand::Remove { name } => {
            Records::open(kashf.path())?.remove_user(name)?;
            note(&format!("user {name} is removed"));
        }
    }
    Ok(Outcome::Done)
}

fn users(kashf: &Kashf) -> Result<Vec<User>> {
    let records = Records::open_existing(kashf.path())?;
    let users = records.map(|records| records.users()).transpose()?;
    Ok(users.unwrap_or_default())
}

fn list(users: &[User], json: bool) -> Result<()> {
    if json {
        let lines = users.iter().map(|user| {
            serde_json::json!({
                "name": user.name,
                "role": user.role.as_str(),
                "scopes": user.role.scopes().to_string(),
                "created_at": time(user.created_at),
            })
        });
        return print(&lines.map(|line| format!("{line}\n")).collect::<String>());
    }
    if users.is_empty() {
        return print("no user\n");
    }
    let mut table = Table::new(&[
        ("name", Align::Start),
        ("role", Align::Start),
        ("scopes", Align::Start),
        ("added", Align::Start),
    ]);
    for user in users {
        table.row(vec![
            user.name.clone(),
            user.role.to_string(),
            user.role.scopes().to_string(),
            time(user.created_at),
        ]);
    }
    print(&table.render(&Look::of_stdout(), 0))
}
