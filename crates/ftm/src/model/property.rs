//! A property of a schema, and the type of its values.

/// The types of values; the names are FollowTheMoney's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PropertyType {
    /// A postal address in one line.
    Address,
    /// A SHA-1 of some content.
    Checksum,
    /// A country or territory, as FollowTheMoney's lowercase code.
    Country,
    /// A date or time, as a prefix of ISO 8601.
    Date,
    /// An e-mail address.
    Email,
    /// The id of another entity.
    Entity,
    /// `male`, `female` or `other`.
    Gender,
    /// Hypertext.
    Html,
    /// A registration number or the like, perhaps with a format that has check digits.
    Identifier,
    /// An internet address (version 4 or 6).
    Ip,
    /// Nested data as JSON text.
    Json,
    /// A language, as an ISO 639-3 code.
    Language,
    /// A media type.
    Mimetype,
    /// A name of a person, organisation or thing.
    Name,
    /// A number with an optional unit.
    Number,
    /// A telephone number in E.164.
    Phone,
    /// A short text.
    String,
    /// A long text.
    Text,
    /// A term of FollowTheMoney's vocabulary of topics, such as `sanction`.
    Topic,
    /// A web address.
    Url,
}

impl PropertyType {
    /// All types, sorted by name.
    pub const ALL: [Self; 20] = [
        Self::Address,
        Self::Checksum,
        Self::Country,
        Self::Date,
        Self::Email,
        Self::Entity,
        Self::Gender,
        Self::Html,
        Self::Identifier,
        Self::Ip,
        Self::Json,
        Self::Language,
        Self::Mimetype,
        Self::Name,
        Self::Number,
        Self::Phone,
        Self::String,
        Self::Text,
        Self::Topic,
        Self::Url,
    ];

    /// FollowTheMoney's name of the type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Checksum => "checksum",
            Self::Country => "country",
            Self::Date => "date",
            Self::Email => "email",
            Self::Entity => "entity",
            Self::Gender => "gender",
            Self::Html => "html",
            Self::Identifier => "identifier",
            Self::Ip => "ip",
            Self::Json => "json",
            Self::Language => "language",
            Self::Mimetype => "mimetype",
            Self::Name => "name",
            Self::Number => "number",
            Self::Phone => "phone",
            Self::String => "string",
            Self::Text => "text",
            Self::Topic => "topic",
            Self::Url => "url",
        }
    }

    /// The type of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// False for types whose statements carry no language (FollowTheMoney's `NON_LANG_TYPE_NAMES`).
    #[must_use]
    pub const fn has_language(self) -> bool {
        !matches!(
            self,
            Self::Checksum
                | Self::Country
                | Self::Date
                | Self::Email
                | Self::Entity
                | Self::Gender
                | Self::Ip
                | Self::Language
                | Self::Mimetype
                | Self::Phone
                | Self::Topic
                | Self::Url
        )
    }
}

/// What the model says about a type of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeInfo {
    /// The type.
    pub kind: PropertyType,
    /// English label.
    pub label: &'static str,
    /// English plural label.
    pub plural: &'static str,
    /// Name under which values of all properties of this type are gathered, such as `countries`.
    pub group: Option<&'static str>,
    /// Greatest length of a value in characters, unless the property says otherwise.
    pub max_length: usize,
    /// True when two values can say something about two entities being the same.
    pub matchable: bool,
    /// True when entities that share a value are worth showing together.
    pub pivot: bool,
}

/// A property, as the schema that first defines it has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Name, such as `birthDate`.
    pub name: &'static str,
    /// Name of the schema that defines it.
    pub schema: &'static str,
    /// English label.
    pub label: &'static str,
    /// Type of its values.
    pub kind: PropertyType,
    /// Schema that the entity at the other end must have, for properties of type entity.
    pub range: Option<&'static str>,
    /// Name of the property that leads back.
    pub reverse: Option<&'static str>,
    /// True for a property that only shows what points here; it cannot be written.
    pub stub: bool,
    /// True when its values are used for matching.
    pub matchable: bool,
    /// True when it should not be shown.
    pub hidden: bool,
    /// True when it should not be used any more.
    pub deprecated: bool,
    /// Greatest length of a value in characters.
    pub max_length: usize,
    /// Narrower form of an identifier, such as `imo` or `lei`.
    pub format: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for kind in PropertyType::ALL {
            assert_eq!(PropertyType::from_name(kind.name()), Some(kind));
        }
        assert_eq!(PropertyType::from_name("any"), None);
    }
}
