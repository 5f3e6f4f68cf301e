//! Commands that tell about the program itself: policy, licences, settings, completions.

use super::{Outcome, print};
use crate::args::Arguments;
use crate::settings::{self, Setting};
use anyhow::Result;
use clap::CommandFactory;
use kashf::{Kashf, policy_of};
use kashf_load::catalogue;
use std::io;
use std::path::{Path, PathBuf};

/// `kashf policy show`: the id as a comment, then the policy, so that the output is a policy file.
pub(crate) fn policy(data: &Path) -> Result<Outcome> {
    let force = policy_of(data)?;
    let origin = force
        .file
        .map_or_else(|| "built in".to_owned(), |file| file.display().to_string());
    let text = format!(
        "# policy id: {}\n# origin: {origin}\n{}",
        force.policy.id(),
        force.policy.to_toml()
    );
    print(&text)?;
    Ok(Outcome::Done)
}

/// `kashf licences`: those of the known lists, and our own.
pub(crate) fn licences(data: &Path) -> Result<Outcome> {
    let loaded: Vec<String> = match Kashf::open_existing(data) {
        Ok(kashf) => kashf
            .lists()?
            .into_iter()
            .map(|list| list.dataset)
            .collect(),
        Err(_) => Vec::new(),
    };
    let mut text = String::from(
        "Kashf is licensed under MIT OR Apache-2.0. Lists keep their publishers' terms:\n\n",
    );
    for info in catalogue::all() {
        let mark = if loaded.iter().any(|name| name == info.name) {
            ", loaded here"
        } else {
            ""
        };
        text.push_str(&format!("{} ({}){mark}\n", info.name, info.alias));
        text.push_str(&format!(
            "  {}\n  licence: {}\n",
            info.publisher, info.licence
        ));
        if !info.licence_url.is_empty() {
            text.push_str(&format!("  terms: {}\n", info.licence_url));
        }
        text.push_str(&format!("  attribution: {}\n", info.attribution));
    }
    for name in loaded.iter().filter(|name| catalogue::find(name).is_none()) {
        text.push_str(&format!(
            "{name}, loaded here\n  a list of your own: its licence is for you to know\n"
        ));
    }
    print(&text)?;
    Ok(Outcome::Done)
}

/// `kashf config`: each setting, its value, and where the value comes from.
pub(crate) fn config(data: &Setting<PathBuf>) -> Result<Outcome> {
    let colour = settings::colour();
    let force = policy_of(&data.value)?;
    let policy_origin = match &force.file {
        Some(file) => file.display().to_string(),
        None => "built in".to_owned(),
    };
    let state = if data.value.is_dir() {
        ""
    } else {
        ", not there yet"
    };
    let rows = [
        (
            "data",
            data.value.display().to_string(),
            format!("{}{state}", data.origin),
        ),
        ("policy", force.policy.id(), policy_origin),
        (
            "threshold",
            force.policy.threshold().to_string(),
            "the policy".to_owned(),
        ),
        ("colour", colour.value.to_string(), colour.origin),
        ("threads", threads().to_string(), threads_origin()),
    ];
    let mut text: String = rows
        .iter()
        .map(|(name, value, origin)| format!("{name} = {value}  ({origin})\n"))
        .collect();
    text.push_str(&super::config_network::lines(&data.value)?);
    print(&text)?;
    Ok(Outcome::Done)
}

fn threads() -> usize {
    let wanted = std::env::var("RAYON_NUM_THREADS")
        .ok()
        .and_then(|text| text.parse().ok());
    let all = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    wanted.filter(|count| *count > 0).unwrap_or_else(all)
}

fn threads_origin() -> String {
    let set = std::env::var_os("RAYON_NUM_THREADS").is_some();
    if set {
        "RAYON_NUM_THREADS"
    } else {
        "default (cores of this machine)"
    }
    .to_owned()
}

/// `kashf completions`.
pub(crate) fn completions(shell: clap_complete::Shell) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "kashf", &mut script);
    io::Write::write_all(&mut io::stdout().lock(), &script)?;
    Ok(Outcome::Done)
}
