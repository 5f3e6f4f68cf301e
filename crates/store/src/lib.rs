//! The snapshot on disk: written once, read by mmap, versioned, checksummed.
//!
//! A data directory holds immutable, content-addressed *segments* (one version of one dataset, as
//! tables), *manifests* that name one segment a dataset, and `CURRENT`, which names the live
//! manifest. Publishing writes beside, syncs, checks and renames; `CURRENT` is swapped last. A
//! reader keeps the snapshot that it opened, whatever the writer does meanwhile.
//!
//! It is not a database: there is one writer at a time ([`WriterLock`]), nothing is changed in
//! place, and what a table means is the business of those who wrote it, except for the
//! [`statements`] tables, which live here because every verb reads them. It reads no clock.
//!
//! Source: sections 2 and 4 of the design; `docs/decisions/0002-segments.md` says what was chosen
//! and what was given up.
//!
//! ```
//! use kashf_core::Statement;
//! use kashf_store::{DataDir, Manifest, SegmentDraft, statements};
//!
//! # let folder = tempfile::tempdir()?;
//! let data = DataDir::open(folder.path().join("data"))?;
//! let lock = data.lock()?;
//! let list = [Statement::new("x-1", "Person", "name", "Layla Example", "example")];
//! let entry = data.write_segment(&lock, SegmentDraft {
//!     dataset: "example".to_owned(),
//!     version: "20260227".to_owned(),
//!     tables: statements::encode(&list),
//!     ..SegmentDraft::default()
//! })?;
//! let id = data.publish(&lock, &Manifest::new(vec![entry]))?;
//!
//! let snapshot = data.open_live()?.expect("one was just published");
//! assert_eq!(snapshot.id, id);
//! let held = statements::Statements::open(&snapshot.segments[0])?;
//! assert_eq!(held.find("x-1"), Some(0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod blocks;
mod check;
mod companion;
mod data_dir;
pub mod durable;
mod error;
mod history;
mod journal;
mod lock;
mod manifest;
mod map;
mod segment;
mod sources;
mod stamps;
pub mod statements;
mod verify;

pub use blocks::in_blocks;
pub use companion::{delisted_of, is_companion, list_of};
pub use data_dir::DataDir;
pub use error::StoreError;
pub use history::{Pruned, SnapshotSummary};
pub use lock::WriterLock;
pub use manifest::{FORMAT, FileEntry, Manifest, SegmentDraft, SegmentEntry};
pub use segment::{Segment, Snapshot};
pub use verify::{Finding, FindingKind, VerifyReport};
