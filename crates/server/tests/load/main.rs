//! What the server does under load and abuse, as lists change, and at its end.

#[path = "../support/socket.rs"]
mod socket;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "the routes' tests use the rest")]
mod support;

mod abuse_crowd;
mod abuse_large;
mod abuse_slow;
mod canary;
mod drain;
mod edge;
mod poll;
mod swap;
