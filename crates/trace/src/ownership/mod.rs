//! Who is owned or controlled by listed persons: by which rule, on which day, and with what proof.
//!
//! Four questions that look alike and are not, and are never mixed:
//!
//! | | threshold | whose stakes add up | through companies | control |
//! |---|---|---|---|---|
//! | OFAC | 50 % or more | all blocked persons' | a stake of a blocked company counts in full | no |
//! | EU | 50 % or more, until 3 July 2024 more than 50 % | all listed persons' | in full | yes |
//! | UK | more than 50 % | each person's alone | in full | yes |
//! | economic | none: it is a figure | those asked for | multiplied along the chain | no |
//!
//! The first three are [`Rule`]s, dated records with their sources; [`Owned`] is what one of them says of all parties. The
//! fourth is [`Economic`].
//!
//! What is not known stays so. A [`Share`](crate::Share) is an interval, and an answer has three values: owned whatever the
//! unknown shares are, possibly owned, not owned. Every answer has a [`Proof`] on demand, which alone suffices and which
//! [`Proof::check`] goes through without knowing how it was found.
//!
//! Source: OFAC, revised guidance of 13 August 2014 and FAQ 398 to 402; EU Best Practices of 3 July 2024; The Russia
//! (Sanctions) (EU Exit) Regulations 2019, regulation 7 and Schedule 1; for integrated ownership F. Brioschi, L.
//! Buzzacchi and M. Colombo, "Risk capital financing and the separation of ownership and control in business groups"
//! (1989) and S. Baldone, F. Brioschi and S. Paleari, "Ownership measures among firms connected by cross-shareholdings"
//! (1998).

mod closure;
mod components;
mod economic;
mod find;
mod owned;
mod proof;
mod rule;
mod stakes;

#[cfg(test)]
mod tests;

pub use economic::Economic;
pub use find::{OwnedQuestion, find};
pub use owned::{Owned, Standing};
pub use proof::{Basis, Flaw, Proof, ProofStep};
pub use rule::{Aggregation, RULES, Rule, RuleSource};
pub use stakes::{Repeats, Stake, Stakes};
