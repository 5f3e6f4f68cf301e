//! `cargo xtask gen`: compiles the tables under `data/` from their openly licensed sources.
//!
//! `cargo xtask gen` writes, `cargo xtask gen --check` fails when a committed table differs from what
//! its sources give; `cargo xtask gen data/countries` makes only the tables there. A table whose sources are not at hand is skipped with a line that says so: the
//! sources live outside the repository (`../shared`, or `KASHF_SHARED`), and what
//! FollowTheMoney knows is asked of the Python package (`KASHF_FTM_PYTHON`, else `python3`, must import it).
//!
//! Why Python and not the YAML of the package: types, topics, languages and their lengths are Python
//! code there, and reverse properties and defaults are computed while the model is loaded; and no YAML
//! crate is both maintained and needed for anything else.

mod countries;
// The folding and the keys of the crate that reads the table, so that the two can never differ.
#[path = "../../crates/ftm/src/clean/fold.rs"]
mod fold;
#[path = "../../crates/ftm/src/clean/country/key.rs"]
mod key;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// The version of FollowTheMoney that the committed table must come from.
const FTM_VERSION: &str = "4.11.2";
/// The same for `rigour`, on which it rests.
const RIGOUR_VERSION: &str = "2.6.1";
/// The same for `phonenumbers`, which it brings along.
const PHONES_VERSION: &str = "9.0.43";

/// Runs the generators.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let check = arguments.iter().any(|argument| argument == "--check");
    let wanted: Vec<&String> = arguments.iter().filter(|a| *a != "--check").collect();
    if let Some(option) = wanted.iter().find(|argument| argument.starts_with('-')) {
        bail!("gen knows no `{option}`, only `--check` and beginnings of table names");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let asked =
        |name: &str| wanted.is_empty() || wanted.iter().any(|start| name.starts_with(*start));
    let mut stale = Vec::new();
    for (name, made) in [
        ("data/ftm/model.tsv", model(&root)),
        ("data/ftm/calling_codes.tsv", calling_codes(&root)),
        ("data/countries/names.tsv", country_names(&root)),
    ]
    .into_iter()
    .chain(crate::gen_names::tables(&root))
    .chain(crate::gen_spelling::tables(
        &crate::gen_names::folder(&root),
        &asked,
    )) {
        if !asked(name) {
            continue;
        }
        let made = match made {
            Ok(made) => made,
            Err(reason) => {
                say(&format!("skipped {name}: {reason:#}"));
                continue;
            }
        };
        let path = root.join(name);
        let same = fs_err::read_to_string(&path).is_ok_and(|committed| committed == made);
        match (same, check) {
            (true, _) => say(&format!("{name} is as its sources say")),
            (false, true) => stale.push(name),
            (false, false) => {
                fs_err::write(&path, &made)?;
                say(&format!("wrote {name}, {} lines", made.lines().count()));
            }
        }
    }
    if !stale.is_empty() {
        bail!(
            "{} differ from their sources: run `cargo xtask gen`",
            stale.join(", ")
        );
    }
    Ok(())
}

fn country_names(root: &Path) -> Result<String> {
    let shared =
        std::env::var_os("KASHF_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let territories = python(root, "territories.py")?;
    if !territories.starts_with(&format!("# version {RIGOUR_VERSION}\n")) {
        bail!("Python has another version of rigour than {RIGOUR_VERSION}");
    }
    countries::table(
        &territories,
        &shared.join("data/reference/countries"),
        &root.join("data/countries/demonyms.tsv"),
    )
}

fn model(root: &Path) -> Result<String> {
    let table = python(root, "model.py")?;
    if !table.contains(&format!("\nversion\t{FTM_VERSION}\n")) {
        bail!("Python has another version of followthemoney than {FTM_VERSION}");
    }
    Ok(table)
}

fn calling_codes(root: &Path) -> Result<String> {
    let table = python(root, "phones.py")?;
    if !table.contains(&format!("\n# version {PHONES_VERSION}\n")) {
        bail!("Python has another version of phonenumbers than {PHONES_VERSION}");
    }
    Ok(table)
}

/// What one of our Python programs prints.
fn python(root: &Path, program: &str) -> Result<String> {
    let python = std::env::var_os("KASHF_FTM_PYTHON").unwrap_or_else(|| "python3".into());
    let output = Command::new(python)
        .arg(root.join("xtask/src/gen").join(program))
        .output()
        .context("failed to start Python")?;
    if !output.status.success() {
        bail!("Python has no followthemoney (set KASHF_FTM_PYTHON)");
    }
    String::from_utf8(output.stdout).context("the table is not UTF-8")
}

fn say(line: &str) {
    crate::report(line);
}
