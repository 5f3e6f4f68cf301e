//! Where the evidence comes from: when and by what it was made, from which files, lists and options, and what was left out.

use super::Dossier;
use super::words::Say;

/// Labels and values, in a fixed order; what is not known is left out.
pub(super) fn rows(dossier: &Dossier, say: Say) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let mut push = |key: &str, value: String| {
        if !value.is_empty() {
            rows.push((say.plain(key), value));
        }
    };
    let optional = |text: &Option<String>| text.as_deref().map(|text| say.foreign(text));
    push("label-made", optional(&dossier.made).unwrap_or_default());
    if !dossier.program.is_empty() {
        push("label-program", say.foreign(&dossier.program));
    }
    push(
        "label-snapshot",
        optional(&dossier.snapshot).unwrap_or_default(),
    );
    push(
        "label-policy",
        optional(&dossier.policy).unwrap_or_default(),
    );
    for input in &dossier.inputs {
        let mut parts = vec![
            say.foreign(&input.file),
            say.with(
                "count-rows",
                &[("n", super::words::Fill::Count(input.rows))],
            ),
        ];
        if !input.hash.is_empty() {
            parts.push(say.foreign(&input.hash));
        }
        push("label-inputs", say.list(&parts));
    }
    for left in &dossier.left_out {
        let rows = say.with("count-rows", &[("n", super::words::Fill::Count(left.rows))]);
        let why = say.foreign(left.why.of(say.language));
        push("label-left-out", format!("{rows}: {why}"));
    }
    let options: Vec<String> = dossier
        .options
        .iter()
        .map(|(name, value)| say.foreign(format!("{name} {value}").trim()))
        .collect();
    push("label-options", say.list(&options));
    const MOST_HUBS: usize = 20;
    let mut hubs: Vec<String> = dossier
        .hubs
        .iter()
        .take(MOST_HUBS)
        .map(|hub| say.foreign(hub))
        .collect();
    if dossier.hubs.len() > MOST_HUBS {
        hubs.push(say.count("rest-parties", dossier.hubs.len() - MOST_HUBS));
    }
    push("label-hubs", say.list(&hubs));
    if dossier.capped {
        push("label-unsure", say.plain("unsure-capped"));
    }
    rows
}
