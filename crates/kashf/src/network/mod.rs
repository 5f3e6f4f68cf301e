//! Lists from their publishers: where from, what came, when it was last confirmed, and when that is too long ago.
//!
//! [`Config`] says where lists are fetched from; `fetch` gets the files of one dataset, all of one origin
//! (the publisher, else a mirror) or none; `state` remembers what the server said, for the next time;
//! `age` says whether a list is past its limit. What the files mean is the loader's matter and whether they go
//! live the gate's: they know nothing of networks.

pub(crate) mod age;
mod config;
mod fetch;
mod origin;
mod poll;
mod settings;
pub(crate) mod state;

pub use age::{DEFAULT_MAX_AGE, StaleList};
pub use config::{Config, ConfigSource, JobsConfig, LogConfig, ServeConfig};
pub(crate) use fetch::{Fetched, fetch};
pub use origin::Unreachable;
pub(crate) use origin::{Origin, name_of};
pub use poll::PollOutcome;
pub use settings::NetworkSettings;
