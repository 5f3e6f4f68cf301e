//! Reads FollowTheMoney entities (a line an entity) or a statements CSV from stdin and writes a
//! statements CSV: for comparing with the Python implementation (docs/decisions/0001-ftm-model.md).

use std::error::Error;
use std::io::{BufRead as _, Read as _};

use kashf_ftm::json::read_entity;
use kashf_ftm::statements_csv::{Reader, Writer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut input = std::io::stdin().lock();
    let mut writer = Writer::new(std::io::BufWriter::new(std::io::stdout().lock()))?;
    if input.fill_buf()?.starts_with(b"{") {
        let mut text = String::new();
        input.read_to_string(&mut text)?;
        for line in text.lines() {
            let entity = read_entity(line)?;
            for statement in kashf_ftm::statements_from_entity(&entity, "oracle") {
                writer.write(&statement)?;
            }
        }
    } else {
        for statement in Reader::new(input)? {
            writer.write(&statement?)?;
        }
    }
    writer.finish()?;
    Ok(())
}
