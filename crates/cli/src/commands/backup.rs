//! `kashf backup`: a copy of the data directory while others load and serve from it.

use super::{Outcome, print};
use crate::show::grouped;
use anyhow::Result;
use kashf::Kashf;
use kashf_records::{FILE, Records};
use std::path::Path;

pub(crate) fn run(kashf: &Kashf, to: &Path) -> Result<Outcome> {
    let database = |folder: &Path| -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        if let Some(records) = Records::open_existing(kashf.path())? {
            records.back_up(&folder.join(FILE))?;
        }
        Ok(())
    };
    let report = kashf.back_up(to, &database)?;
    print(&format!(
        "copied {} snapshots, {} files, {} bytes, and verified them\n",
        report.snapshots,
        grouped(report.files),
        grouped(report.bytes)
    ))?;
    Ok(Outcome::Done)
}
