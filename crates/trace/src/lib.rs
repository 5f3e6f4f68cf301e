//! Channels: through which hops money, goods or control runs from one party to another, and on whose word.
//!
//! A [`Network`] holds parties, what moved between them ([`Flow`]: payments, cash, goods, each at a time) and what binds
//! them ([`Links`]: ownership, office, family, each for a while). Over it work the `typologies`, one file each, and
//! everything they find is a [`Finding`]: the movements themselves in order, never a count or a score alone.
//!
//! The crate reads no file and knows no list: `crates/kashf` fills the network from the other verbs and names the
//! parties. It decides nothing about a person: a finding is a reason to look.
//!
//! **Invariant.** The same rows give the same findings, byte for byte, for any order of arrival, any size of batch and any
//! number of threads. Parties are numbered by their references and movements by time and content, not by arrival;
//! whoever keeps only the best of several breaks ties by these numbers.

mod between;
pub mod capacity;
pub mod channels;
mod error;
pub mod evidence;
mod finding;
mod flow;
mod ids;
mod links;
pub mod live;
mod money;
mod network;
mod options;
pub mod ownership;
mod parties;
pub mod taint;
pub mod typologies;

pub use between::Between;
pub use error::TraceError;
pub use finding::{Fact, Finding, Found, Hop, least_of, sum_of};
pub use flow::{Flow, Move, MoveKind, Step};
pub use ids::{Id, Ids};
pub use links::{Link, LinkKind, Links, Share};
pub use money::{Amount, Currency, MoneyError};
pub use network::{Network, NetworkBuilder};
pub use options::{Hubs, Options, in_parallel};
pub use parties::{Parties, PartiesBuilder};
pub use typologies::Limits;

/// A party's number in its network: its place in the order of references.
pub type Party = u32;

/// A movement's number in its network: its place in the order of time (then content).
pub type MoveNo = u32;
