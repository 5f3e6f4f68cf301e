//! The HTTP API over the library `kashf`: yente's routes and shapes, own routes under `/v1`.
//!
//! A client of yente changes a URL. What comes in is bounded before it is read, what cannot be
//! answered says "not screened" and never reads as "clear" (promise P13), and a new snapshot takes the
//! place of the old one between two requests (promise P11).
//!
//! It holds no rule of matching: that is `crates/screen`. It has no page of its own yet.
//!
//! * [`Server::bind`] and [`Server::run`]: what `kashf serve` does.
//! * `access/`: who may ask for what; every route is in its table.
//! * `yente/`: yente's contract, errors as `{"detail"}`. `v1/`: own routes, errors as `{"code","message","hint"}`.
//! * `run/`: connections and their limits. `pool.rs`: the bounded place where work is done.

mod access;
mod changes;
mod error;
mod health;
mod jobs;
mod log;
mod metrics;
mod openapi;
mod poll;
mod pool;
mod run;
mod settings;
mod state;
mod v1;
mod vitals;
mod world;
mod yente;

pub use error::ServeError;
pub use openapi::openapi_json;
pub use run::{Server, router};
pub use settings::{AccessLog, PollPlan, ServeSettings, UpdateToken};
pub use state::AppState;
