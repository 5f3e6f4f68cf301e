//! A reason: one piece of evidence in a match, with its points.
//!
//! The reasons of a match add up exactly to its points (promise P16). A reason is data; its
//! sentences in English and Arabic are made by `kashf-screen` from `data/messages`.

use crate::Points;

/// What a reason says, as a message key with its arguments.
///
/// The key names a message in `data/messages/{en,ar}.ftl`; the arguments fill its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Message key, such as `birth-date-one-digit`.
    pub key: &'static str,
    /// Arguments by name, already in the form to be printed.
    pub arguments: Vec<(&'static str, String)>,
}

/// One piece of evidence: which feature, how many points, between which two values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The feature that found it, such as `name` or `birth_date`.
    pub feature: &'static str,
    /// Points for (positive) or against (negative); zero says "looked at, says nothing".
    pub points: Points,
    /// The value on the user's side, when there is one.
    pub query: Option<String>,
    /// The value on the list's side, when there is one.
    pub candidate: Option<String>,
    /// What to say about it.
    pub evidence: Evidence,
}
