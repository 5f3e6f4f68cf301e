//! One statement: a source said, at a time, that a property of an entity has a value.
//!
//! This is the unit of data and of evidence. The fields are those of FollowTheMoney's statement
//! model (14 columns of its statements CSV); nothing is ever overwritten, contradictions stand
//! beside each other.

/// A source's claim about one property of one entity.
///
/// ```
/// use kashf_core::Statement;
/// let statement = Statement::new("un-1", "Person", "name", "Ahmad Example", "un_sc_sanctions");
/// assert_eq!(statement.canonical_id, "un-1");
/// assert!(!statement.external);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// FollowTheMoney's statement id (a SHA-1), empty until `kashf_ftm` computes or reads it.
    pub id: String,
    /// The source's own id of the entity, such as `un-6907993`.
    pub entity_id: String,
    /// The entity after resolution across sources; equal to `entity_id` when unresolved.
    pub canonical_id: String,
    /// Name of the schema, such as `Person`.
    pub schema: String,
    /// Name of the property, such as `birthDate`; the pseudo-property `id` marks an entity's existence.
    pub prop: String,
    /// The value, cleaned for its property type.
    pub value: String,
    /// What the source wrote, when cleaning changed it.
    pub original_value: Option<String>,
    /// ISO 639-3 code of the value's language, when known.
    pub lang: Option<String>,
    /// Name of the dataset that says so, such as `un_sc_sanctions`.
    pub dataset: String,
    /// Where inside the source it was read (an element, a column, a judgement), when known.
    pub origin: Option<String>,
    /// True for a value that comes from an enrichment candidate, not from the source itself.
    pub external: bool,
    /// ISO 8601 date or time when the source first said so.
    pub first_seen: Option<String>,
    /// ISO 8601 date or time when the source last said so.
    pub last_seen: Option<String>,
}

impl Statement {
    /// A statement with the five required fields; the canonical id starts equal to the entity id.
    #[must_use]
    pub fn new(entity_id: &str, schema: &str, prop: &str, value: &str, dataset: &str) -> Self {
        Self {
            entity_id: entity_id.to_owned(),
            canonical_id: entity_id.to_owned(),
            schema: schema.to_owned(),
            prop: prop.to_owned(),
            value: value.to_owned(),
            dataset: dataset.to_owned(),
            ..Self::default()
        }
    }
}

/// A statement that stands elsewhere: in a table that is mapped, in a list. What an entity is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementView<'s> {
    /// See [`Statement::entity_id`].
    pub entity_id: &'s str,
    /// See [`Statement::canonical_id`].
    pub canonical_id: &'s str,
    /// See [`Statement::schema`].
    pub schema: &'s str,
    /// See [`Statement::prop`].
    pub prop: &'s str,
    /// See [`Statement::value`].
    pub value: &'s str,
    /// See [`Statement::original_value`].
    pub original_value: Option<&'s str>,
    /// See [`Statement::lang`].
    pub lang: Option<&'s str>,
    /// See [`Statement::dataset`].
    pub dataset: &'s str,
    /// See [`Statement::origin`].
    pub origin: Option<&'s str>,
    /// See [`Statement::first_seen`].
    pub first_seen: Option<&'s str>,
    /// See [`Statement::last_seen`].
    pub last_seen: Option<&'s str>,
}

impl<'s> From<&'s Statement> for StatementView<'s> {
    fn from(statement: &'s Statement) -> Self {
        Self {
            entity_id: &statement.entity_id,
            canonical_id: &statement.canonical_id,
            schema: &statement.schema,
            prop: &statement.prop,
            value: &statement.value,
            original_value: statement.original_value.as_deref(),
            lang: statement.lang.as_deref(),
            dataset: &statement.dataset,
            origin: statement.origin.as_deref(),
            first_seen: statement.first_seen.as_deref(),
            last_seen: statement.last_seen.as_deref(),
        }
    }
}
