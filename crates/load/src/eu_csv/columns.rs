//! What each column of the EU's CSV is in the EU's XML.

use crate::xml::tree::{Node, collapse};

/// Elements below `sanctionEntity`, and itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Entity,
    Subject,
    Regulation,
    Name,
    Address,
    Birth,
    Paper,
    Citizenship,
}

impl Part {
    fn element(self) -> &'static str {
        match self {
            Self::Entity => "sanctionEntity",
            Self::Subject => "subjectType",
            Self::Regulation => "regulation",
            Self::Name => "nameAlias",
            Self::Address => "address",
            Self::Birth => "birthdate",
            Self::Paper => "identification",
            Self::Citizenship => "citizenship",
        }
    }

    /// True for parts whose `logicalId` tells them apart.
    pub(super) fn has_number(self) -> bool {
        !matches!(self, Self::Entity | Self::Subject | Self::Regulation)
    }
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Date,
    Id,
    /// An attribute of a part; `remark`, `other`, `publicationUrl` and `summary ..` are elements in it.
    Of(Part, String),
    /// Says again what another column says.
    Repeated,
    Unknown,
}

/// Columns before 2019 by name, in lower case.
const OLD: &[(&str, Part, &str)] = &[
    ("subject_type", Part::Subject, "classificationCode"),
    ("leba_numtitle", Part::Regulation, "numberTitle"),
    ("leba_publication_date", Part::Regulation, "publicationDate"),
    ("leba_url", Part::Regulation, "publicationUrl"),
    ("programme", Part::Regulation, "programme"),
    ("entity_remark", Part::Entity, "remark"),
    ("eu_ref_num", Part::Entity, "euReferenceNumber"),
    ("naal_lastname", Part::Name, "lastName"),
    ("naal_firstname", Part::Name, "firstName"),
    ("naal_middlename", Part::Name, "middleName"),
    ("naal_wholename", Part::Name, "wholeName"),
    ("naal_gender", Part::Name, "gender"),
    ("naal_title", Part::Name, "title"),
    ("naal_function", Part::Name, "function"),
    ("naal_language", Part::Name, "nameLanguage"),
    ("addr_number", Part::Address, "houseNumber"),
    ("addr_street", Part::Address, "street"),
    ("addr_zipcode", Part::Address, "zipCode"),
    ("addr_city", Part::Address, "city"),
    ("addr_country", Part::Address, "countryIso2Code"),
    ("addr_other", Part::Address, "other"),
    ("birt_date", Part::Birth, "birthdate"),
    ("birt_place", Part::Birth, "place"),
    ("birt_country", Part::Birth, "countryIso2Code"),
    ("iden_number", Part::Paper, "numberAndType"),
    ("iden_country", Part::Paper, "countryIso2Code"),
    ("citi_country", Part::Citizenship, "countryIso2Code"),
];

/// Beginnings of the names of columns.
const PREFIXES: &[(&str, Part)] = &[
    ("naal_", Part::Name),
    ("addr_", Part::Address),
    ("birt_", Part::Birth),
    ("iden_", Part::Paper),
    ("citi_", Part::Citizenship),
    ("NameAlias_", Part::Name),
    ("Address_", Part::Address),
    ("BirthDate_", Part::Birth),
    ("Identification_", Part::Paper),
    ("Citizenship_", Part::Citizenship),
    ("Entity_SubjectType_", Part::Subject),
    ("Entity_Regulation_", Part::Regulation),
    ("Entity_", Part::Entity),
];

/// Ends of columns of 1.1 that are not the attribute's name.
const ENDS: &[(&str, &str)] = &[
    ("SubjectType", "code"),
    ("EU_ReferenceNumber", "euReferenceNumber"),
    ("BirthDate", "birthdate"),
    ("Day", "dayOfMonth"),
    ("Month", "monthOfYear"),
    ("TypeCode", "identificationTypeCode"),
    ("TypeDescription", "identificationTypeDescription"),
    ("IssuedDate", "issueDate"),
    ("ContactInfo", "other"),
];

/// True for the first line of such a file, wrapped or not.
pub(crate) fn is_header(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let Ok(line) = std::str::from_utf8(&line[..line.len().min(4096)]) else {
        return false;
    };
    let mut names = line.split(';').map(|name| name.trim_matches(['"', ' ']));
    let date = names.next().unwrap_or_default();
    let id = names.next().unwrap_or_default();
    date.starts_with("Date_file") && id == "Entity_logical_id"
        || date == "fileGenerationDate" && id == "Entity_LogicalId"
}

/// The columns of a header.
pub(super) fn of(header: &[String]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for name in header {
        let column = column(name.trim());
        let known = column == Column::Id && columns.contains(&column);
        columns.push(if known { Column::Repeated } else { column });
    }
    columns
}

fn column(name: &str) -> Column {
    let of = |part, attribute: &str| Column::Of(part, attribute.to_owned());
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("date_file") || name == "fileGenerationDate" {
        return Column::Date;
    }
    if matches!(lower.as_str(), "entity_logical_id" | "entity_logicalid") {
        return Column::Id;
    }
    if let Some((_, part, attribute)) = OLD.iter().find(|(old, _, _)| *old == lower) {
        return of(*part, attribute);
    }
    let prefix = |(prefix, _): &&(&str, Part)| {
        name.starts_with(prefix)
            || !prefix.starts_with(char::is_uppercase) && lower.starts_with(prefix)
    };
    let Some((prefix, part)) = PREFIXES.iter().find(prefix) else {
        return Column::Unknown;
    };
    let end = &name[prefix.len()..];
    match end {
        "logical_id" | "LogicalId" => of(*part, "logicalId"),
        "programme" => Column::Repeated,
        "leba_numtitle" => of(*part, "summary numberTitle"),
        "leba_publication_date" => of(*part, "summary publicationDate"),
        "leba_url" => of(*part, "summary publicationUrl"),
        "Remark" => of(*part, "remark"),
        "SubjectType" if *part == Part::Entity => of(Part::Subject, "code"),
        "ClassificationCode" if *part == Part::Subject => of(*part, "classificationCode"),
        "Type" if *part == Part::Regulation => of(*part, "regulationType"),
        _ if !prefix.starts_with(char::is_uppercase) => Column::Unknown,
        _ => {
            if let Some(of_regulation) = end.strip_prefix("Regulation_") {
                return of(*part, &format!("summary {}", lower_first(of_regulation)));
            }
            let renamed = ENDS.iter().find(|(known, _)| *known == end);
            let attribute = renamed.map_or_else(|| lower_first(end), |(_, to)| (*to).to_owned());
            of(*part, &attribute)
        }
    }
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// The row's value in the first column of that kind.
pub(super) fn value<'r>(columns: &[Column], fields: &'r [String], what: &Column) -> &'r str {
    let ix = columns.iter().position(|column| column == what);
    ix.and_then(|ix| fields.get(ix))
        .map_or("", |field| field.trim())
}

pub(super) fn node(name: &'static str, attributes: Vec<(String, String)>) -> Node<'static> {
    Node {
        name,
        attributes,
        ..Node::default()
    }
}

fn element(name: &'static str, text: &str) -> Node<'static> {
    Node {
        name,
        text: text.to_owned(),
        ..Node::default()
    }
}

/// Puts the values of one part of a row into the entity.
pub(super) fn put(part: Part, values: &[(&str, &str)], entity: &mut Node<'static>) {
    let mut made = node(part.element(), Vec::new());
    let mut summary = node("regulationSummary", Vec::new());
    for (name, value) in values {
        // As written by the spreadsheet: "\n" in two letters, and tabs.
        let value = collapse(&value.replace("\\n", "\n"));
        match *name {
            "remark" => made.children.push(element("remark", &value)),
            "publicationUrl" => made.children.push(element("publicationUrl", &value)),
            "other" => contacts(&value, &mut made),
            "numberAndType" => number_and_type(&value, &mut made),
            "houseNumber" => set(&mut made, "street", &value),
            "street" => {
                let number = made.attribute("street");
                set(&mut made, "street", format!("{number} {value}").trim());
            }
            name => match name.strip_prefix("summary ") {
                Some(name) => set(&mut summary, name, &value),
                None => set(&mut made, name, &value),
            },
        }
    }
    if !summary.attributes.is_empty() {
        made.children.push(summary);
    }
    if part == Part::Entity {
        for (name, value) in made.attributes {
            set(entity, &name, &value);
        }
        entity.children.append(&mut made.children);
    } else {
        entity.children.push(made);
    }
}

fn set(node: &mut Node<'static>, name: &str, value: &str) {
    match node.attributes.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => value.clone_into(known),
        None => node.attributes.push((name.to_owned(), value.to_owned())),
    }
}

/// "PHONE[1] FAX[2]" are contacts; what stands outside is a remark.
fn contacts(text: &str, made: &mut Node<'static>) {
    let mut rest = text;
    let mut outside = String::new();
    while let Some((before, after)) = rest.split_once('[') {
        let Some((value, after)) = after.split_once(']') else {
            break;
        };
        let (words, key) = before
            .trim_end()
            .rsplit_once(' ')
            .unwrap_or(("", before.trim()));
        outside.push_str(words);
        outside.push(' ');
        let attributes = [("key", key.trim()), ("value", value.trim())];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value.to_owned()));
        made.children.push(node("contactInfo", attributes.to_vec()));
        rest = after;
    }
    outside.push_str(rest);
    let outside = collapse(&outside);
    if !outside.is_empty() {
        made.children.push(element("remark", &outside));
    }
}

/// "X1 (passport-National passport) (issued 2001)": number, type, and a remark.
fn number_and_type(text: &str, made: &mut Node<'static>) {
    let told = text.split_once(" (").and_then(|(number, rest)| {
        let (kind, remark) = rest.split_once(')')?;
        let (code, description) = kind.split_once('-')?;
        Some((number, code, description, remark))
    });
    let Some((number, code, description, remark)) = told else {
        set(made, "number", text);
        return;
    };
    set(made, "number", number);
    set(made, "identificationTypeCode", code);
    set(made, "identificationTypeDescription", description);
    // "((passport))" says the type again.
    let remark = remark.trim();
    let again = remark.trim_matches(['(', ')', ' ']);
    if !again.is_empty() && again != code {
        made.children.push(element("remark", remark));
    }
}
