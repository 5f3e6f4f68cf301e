//! Writes what is screened, for programs that compare their own answers with ours (`bench/accuracy`).
//!
//! `cargo run --release -p kashf --example export -- DATA > entities.ftm.json`: every party of the live snapshot as a
//! FollowTheMoney entity, a line each.

#![expect(
    clippy::print_stdout,
    reason = "an example writes to its standard output"
)]

use kashf_store::DataDir;
use kashf_store::statements::Statements;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: export DATA")?;
    let snapshot = DataDir::open(path)?
        .open_live()?
        .ok_or("nothing is loaded")?;
    let model = kashf_ftm::model();
    for segment in &snapshot.segments {
        let statements = Statements::open(segment)?;
        for entity in 0..statements.entity_count() {
            let group: Vec<_> = statements
                .statements(entity)
                .map(|statement| statement.to_statement())
                .collect();
            let Some(entity) = kashf_ftm::entity_from_statements(&group) else {
                continue;
            };
            let party = model
                .schema(&entity.schema)
                .is_some_and(|schema| schema.is_a("LegalEntity") || schema.is_a("Vehicle"));
            if party {
                println!("{}", kashf_ftm::json::write_entity(&entity));
            }
        }
    }
    Ok(())
}
