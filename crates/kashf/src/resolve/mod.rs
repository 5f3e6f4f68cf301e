//! Who is one party across the lists: judged pairs and judgements kept, clusters made when a snapshot is published.
//!
//! What the engine finds of two entries is weighed by [`crate::xref`]; what people and imported files say stands in the
//! journal (`resolver.jsonl`). Publishing puts both together ([`kashf_resolve::resolve`]) and keeps the result with the
//! snapshot, as an immutable segment that its manifest names: an old snapshot answers as it did (promise P5). Pairs
//! whose two entries did not change are taken over from the snapshot before.
//!
//! * `artifact`: the segment, written and read.
//! * `changed`: which entries differ from the snapshot before.
//! * `publish`: the resolution of a manifest.
//! * `record`: the journal, read and added to.
//! * `standing`: the live snapshot with everything that was judged.
//! * `verbs`, `show`, `file`: what `kashf xref` does.

mod artifact;
mod changed;
mod file;
mod publish;
mod record;
mod show;
mod standing;
mod verbs;

pub use artifact::{Party, StoredPair, StoredReason};
pub use file::{ExportReport, ImportReport};
pub use publish::Resolved;
pub use show::{EntityCard, PartyView, Said};
pub use standing::{XrefLine, XrefReason};
pub use verbs::{QueueItem, Review, SplitReport};

pub(crate) use artifact::clusters_of;
pub(crate) use record::{journal_findings, referents_table};
