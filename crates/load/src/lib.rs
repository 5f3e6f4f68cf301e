//! One module per source format: bytes to statements, with structural checks.
//!
//! A list goes through three gates. [`read_inputs`] turns paths into plain bytes within bounds.
//! [`recognise`] tells the format from the content and names what is not a list. [`load`] reads
//! strictly: a document that is cut, damaged or hostile is refused as a whole; a bad row is a
//! [`kashf_core::Problem`] with its place; what the model cannot hold is counted by kind.
//!
//! What it is not: it fetches nothing, keeps nothing and knows no clock. Whether a version is older
//! or smaller than the last one is decided where versions are kept (`kashf`).
//!
//! Formats: [`un`] (UN Security Council XML), [`ofac`] (OFAC legacy CSV),
//! [`ofac_xml`] (OFAC `sdn.xml`), [`ofac_advanced`] (OFAC `SDN_ADVANCED.xml`), [`ca`] (Canada's SEMA XML),
//! [`eu`] and [`eu_csv`] (EU FSF XML 1.1 and CSV), [`ch`] (SECO XML), [`uk`] (UK Sanctions List, XML and CSV,
//! and OFSI's old list), [`au`] (Australia's DFAT, XLSX and CSV), [`ftm`] (FollowTheMoney JSON lines and
//! statements CSV), [`targets`] (OpenSanctions' `targets.simple.csv`), [`delta`] (its delta chains),
//! [`mapping`] (any other CSV or XLSX). Each module's documentation holds its table of fields.

/// Raised whenever a reader makes other statements of the same bytes: the list gate then reads the version
/// before anew instead of taking the reader's change for the publisher's.
pub const READERS_VERSION: &str = "readers-3";

pub mod au;
pub mod ca;
pub mod catalogue;
pub mod ch;
mod countries;
pub mod delta;
mod error;
pub mod eu;
pub mod eu_csv;
pub mod ftm;
mod garbled;
mod given;
mod input;
mod load;
pub mod mapping;
mod numbers;
pub mod ofac;
pub mod ofac_advanced;
pub mod ofac_xml;
mod programs;
mod recognise;
mod sheet;
mod source_file;
mod structure;
pub mod targets;
#[cfg(test)]
mod testing;
mod text;
pub mod transport;
pub mod uk;
pub mod un;
mod workbook;
mod xml;

pub use error::LoadError;
pub use given::Given;
pub use input::{MAX_RATIO, MAX_TOTAL_BYTES, read_inputs, unpack_bytes};
pub use load::{Loaded, load};
pub use recognise::{Format, recognise};
pub use sheet::MAX_PROBLEMS;
pub use source_file::{Published, SourceFile};
pub use xml::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_TOKEN_BYTES};
