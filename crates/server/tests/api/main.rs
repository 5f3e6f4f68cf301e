//! What the routes answer: one module a subject, read as a specification.

#[path = "../support/mod.rs"]
mod support;

mod docs_api;
mod health;
mod openapi;
mod reconcile_session;
#[cfg(test)]
mod records_jobs;
#[cfg(test)]
mod records_log;
mod v1_lists;
mod v1_screen;
mod v1_stream;
#[cfg(test)]
mod v1_trace;
mod yente_catalog;
mod yente_contract;
mod yente_entities;
mod yente_match;
mod yente_match_filters;
mod yente_match_refused;
mod yente_reconcile;
mod yente_search;
