//! FollowTheMoney: the model, the cleaning of values, and the one wire format of Kashf below core.
//!
//! [`model`] is the compiled table of all schemata and property types of FollowTheMoney 4.11.2
//! (`data/ftm/model.tsv`, made by `cargo xtask gen`; docs/decisions/0001-ftm-model.md says why it is
//! a table). [`clean`] turns what lists and customers write into the form in which values are
//! compared, and says what was written originally. [`EntityBuilder`] makes statements with the same
//! ids as the Python implementation; [`json`] and [`statements_csv`] read and write its two formats
//! without loss.
//!
//! It reads no file, knows no list and judges no match.
//!
//! ```
//! let mut builder = kashf_ftm::EntityBuilder::new("example_list", "ex-1", "Person");
//! builder.add("name", "Layla  Example")?;
//! builder.add("birthDate", "circa 1962")?;
//! builder.add("nationality", "Syrian")?;
//! let statements = builder.finish();
//! let values: Vec<_> = statements.iter().map(|s| (s.prop.as_str(), s.value.as_str())).collect();
//! assert!(values.contains(&("birthDate", "1962")) && values.contains(&("nationality", "sy")));
//! # Ok::<(), kashf_ftm::Rejected>(())
//! ```

mod builder;
mod caption;
mod clean;
mod entity_view;
pub mod identifier;
pub mod json;
mod model;
mod statement_id;
pub mod statements_csv;

pub use builder::EntityBuilder;
pub use caption::caption;
pub use clean::country::{clean_country, country_label};
pub use clean::date::date_spans;
pub use clean::{Cleaned, Rejected, clean};
pub use entity_view::{
    StatementIds, entity_from_statements, entity_from_views, statements_from_entity,
};
pub use model::{Edge, Model, Property, PropertyType, Schema, TypeInfo, model};
pub use statement_id::statement_id;
