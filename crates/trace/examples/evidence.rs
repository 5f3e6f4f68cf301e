//! Writes invented evidence in every format: `cargo run -p kashf-trace --example evidence -- FOLDER`.

#[path = "../tests/evidence/cases.rs"]
mod cases;

use cases::{channel, cycle, dossier, fan, layers};
use kashf_trace::evidence::{
    Language, Look, TimeForm, csv, cypher, ftm, graphml, html, json, svg, text,
};

fn main() -> std::io::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "evidence".to_owned());
    let folder = std::path::Path::new(&folder);
    fs_err::create_dir_all(folder)?;
    let write = |name: &str, content: &str| fs_err::write(folder.join(name), content);
    let cards = vec![channel(), cycle(), layers(), fan(500, 20)];
    for language in [Language::English, Language::Arabic] {
        let tag = language.tag();
        for (at, card) in cards.iter().enumerate() {
            let name = format!("{}-{}.{tag}.svg", at + 1, card.typology);
            write(&name, &svg(card, TimeForm::Iso, language))?;
        }
    }
    let dossier = dossier(cards);
    for language in [Language::English, Language::Arabic] {
        let tag = language.tag();
        write(
            &format!("evidence.{tag}.txt"),
            &text(&dossier, language, Look::default()),
        )?;
        write(&format!("evidence.{tag}.csv"), &csv(&dossier, language))?;
        write(&format!("evidence.{tag}.html"), &html(&dossier, language))?;
    }
    write("evidence.json", &json(&dossier))?;
    write("evidence.ftm.json", &ftm(&dossier))?;
    write("evidence.graphml", &graphml(&dossier))?;
    let tables = cypher(&dossier);
    write("nodes.csv", &tables.nodes)?;
    write("relationships.csv", &tables.relationships)
}
