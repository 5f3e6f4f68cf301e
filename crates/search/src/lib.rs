//! Search: here are entities and a query in Lucene's query language, give me places, totals and facets.
//!
//! [`parse`] reads a query, [`Index`] holds the entities of a snapshot and answers with [`Index::search`]. Words are
//! compared in their plain form in every script ([`words()`]); relevance is BM25 in whole numbers, so an answer has the
//! same order on every machine.
//!
//! It is for looking things up: whether a name is on a list is asked of the engine (`kashf-screen`), which
//! compares what names sound like. It reads no file and keeps none: the index is made of what it is told.
//!
//! ```
//! use kashf_search::{Document, Index, Search, parse};
//!
//! let mut index = Index::builder();
//! let name = [("name", vec!["Nadir Exampleman", "\u{646}\u{627}\u{62F}\u{631}"])];
//! index.add(&Document { number: 7, id: "x-1", caption: "Nadir Exampleman", schema: "Person", properties: &name, ..Document::default() });
//! let index = index.finish();
//!
//! let query = parse("exampl* -name:hasan")?;
//! let found = index.search(&Search::of(&query))?;
//! assert_eq!((found.total, found.numbers), (1, vec![7]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bits;
mod fields;
mod find;
mod index;
mod pattern;
mod query;
mod relevance;
mod words;

pub use find::{FacetValue, Filters, Found, Search, SearchError, Sort};
pub use index::{Document, Index, IndexBuilder};
pub use query::{
    Bound, Group, MAX_CLAUSES, MAX_DEPTH, MAX_QUERY_CHARS, Node, Piece, QueryError, Target,
    auto_edits, parse, parse_simple,
};
pub use words::words;
