//! Writing the statement tables.

use std::hash::Hash;

use kashf_core::Statement;
use rustc_hash::FxHashMap;
use zerocopy::IntoBytes;
use zerocopy::little_endian::U32;

use super::layout::{
    At, BY_ID, ENTITIES, EntityRow, HEADER, HISTORIES, Header, History, IDS, MAGIC, NONE,
    ORIGINALS, ROWS, RUNS, Row, SHAPES, STRING_ALIGNMENT, STRINGS, Shape, TEXT_IDS,
};

/// The tables of these statements, for a [`crate::SegmentDraft`].
///
/// Statements are grouped by entity id, in the order of each entity's first statement.
///
/// # Panics
/// With 2^32 statements or 16 GiB of different strings; loaders refuse lists far below either.
///
/// ```
/// use kashf_core::Statement;
/// use kashf_store::{Segment, SegmentDraft, statements::{Statements, encode}};
///
/// let list = [Statement::new("x-1", "Person", "name", "Layla Example", "example")];
/// let draft = SegmentDraft {
///     dataset: "example".to_owned(),
///     version: "1".to_owned(),
///     tables: encode(&list),
///     ..SegmentDraft::default()
/// };
/// let segment = Segment::in_memory(draft)?;
/// let held = Statements::open(&segment)?;
/// let back: Vec<Statement> = held.iter().map(|statement| statement.to_statement()).collect();
/// assert_eq!(back, list);
/// # Ok::<(), kashf_store::StoreError>(())
/// ```
#[must_use]
pub fn encode(statements: &[Statement]) -> Vec<(String, Vec<u8>)> {
    let mut strings = Strings::default();
    let mut shapes = Distinct::default();
    let mut histories = Distinct::default();
    let mut entities: Vec<EntityRow> = Vec::new();
    let mut ids: Vec<[u8; 20]> = Vec::with_capacity(statements.len());
    let mut rows: Vec<Row> = Vec::with_capacity(statements.len());
    let (mut runs, mut originals, mut text_ids) = (Vec::new(), Vec::new(), Vec::new());
    let mut run = None;

    let groups = group(statements);
    for members in &groups {
        let entity_id = statements[members[0]].entity_id.as_str();
        entities.push(EntityRow {
            id: strings.add(entity_id).into(),
            first: number(rows.len()).into(),
        });
        for &member in members {
            let statement = &statements[member];
            let at = U32::from(number(rows.len()));
            let history = histories.add(History {
                canonical: (statement.canonical_id != entity_id)
                    .then_some(statement.canonical_id.as_str())
                    .map_or(NONE, |id| strings.add(id))
                    .into(),
                first_seen: strings.add_optional(statement.first_seen.as_deref()),
                last_seen: strings.add_optional(statement.last_seen.as_deref()),
            });
            if run != Some(history) {
                run = Some(history);
                let what = history.into();
                runs.push(At { at, what });
            }
            let shape = shapes.add(Shape {
                schema: strings.add(&statement.schema).into(),
                prop: strings.add(&statement.prop).into(),
                dataset: strings.add(&statement.dataset).into(),
                lang: strings.add_optional(statement.lang.as_deref()),
                origin: strings.add_optional(statement.origin.as_deref()),
                external: u32::from(statement.external).into(),
            });
            if let Some(original) = &statement.original_value {
                let what = strings.add(original).into();
                originals.push(At { at, what });
            }
            let sha1 = sha1_of(&statement.id);
            if sha1.is_none() {
                let what = strings.add(&statement.id).into();
                text_ids.push(At { at, what });
            }
            ids.push(sha1.unwrap_or_default());
            rows.push(Row {
                value: strings.add(&statement.value).into(),
                shape: shape.into(),
            });
        }
    }

    let mut by_id: Vec<u32> = (0..number(groups.len())).collect();
    by_id.sort_by_key(|&entity| statements[groups[entity as usize][0]].entity_id.as_str());
    let by_id: Vec<U32> = by_id.into_iter().map(U32::from).collect();
    let header = Header {
        magic: MAGIC,
        statements: number(rows.len()).into(),
        entities: number(entities.len()).into(),
    };
    [
        (HEADER, header.as_bytes().to_vec()),
        (STRINGS, strings.arena),
        (ENTITIES, entities.as_bytes().to_vec()),
        (BY_ID, by_id.as_bytes().to_vec()),
        (IDS, ids.into_flattened()),
        (ROWS, rows.as_bytes().to_vec()),
        (SHAPES, shapes.rows.as_bytes().to_vec()),
        (HISTORIES, histories.rows.as_bytes().to_vec()),
        (RUNS, runs.as_bytes().to_vec()),
        (ORIGINALS, originals.as_bytes().to_vec()),
        (TEXT_IDS, text_ids.as_bytes().to_vec()),
    ]
    .map(|(name, bytes)| (name.to_owned(), bytes))
    .into()
}

/// Indexes of the statements of each entity, entities in order of appearance.
fn group(statements: &[Statement]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for (index, statement) in statements.iter().enumerate() {
        let place = *places.entry(&statement.entity_id).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(index);
    }
    groups
}

/// The 20 bytes behind 40 lowercase hex digits; `None` when the text is anything else.
fn sha1_of(id: &str) -> Option<[u8; 20]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let digits = id.as_bytes();
    if digits.len() != 40 {
        return None;
    }
    let mut bytes = [0; 20];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

fn number(count: usize) -> u32 {
    u32::try_from(count)
        .ok()
        .filter(|&count| count != NONE)
        .expect("loaders refuse lists long before 2^32 statements or 16 GiB of strings")
}

/// The arena of strings: each once, its length before it (7 bits a byte, least first).
#[derive(Default)]
struct Strings<'s> {
    arena: Vec<u8>,
    places: FxHashMap<&'s str, u32>,
}

impl<'s> Strings<'s> {
    fn add(&mut self, text: &'s str) -> u32 {
        if let Some(&place) = self.places.get(text) {
            return place;
        }
        let place = number(self.arena.len() / STRING_ALIGNMENT);
        let mut length = text.len();
        while length >= 0x80 {
            self.arena.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        self.arena.push(length as u8);
        self.arena.extend_from_slice(text.as_bytes());
        let padded = self.arena.len().next_multiple_of(STRING_ALIGNMENT);
        self.arena.resize(padded, 0);
        self.places.insert(text, place);
        place
    }

    fn add_optional(&mut self, text: Option<&'s str>) -> U32 {
        text.map_or(NONE, |text| self.add(text)).into()
    }
}

/// Records, each once, numbered in order of appearance.
struct Distinct<T> {
    rows: Vec<T>,
    numbers: FxHashMap<T, u32>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }
}

impl<T: Copy + Eq + Hash> Distinct<T> {
    fn add(&mut self, row: T) -> u32 {
        *self.numbers.entry(row).or_insert_with(|| {
            self.rows.push(row);
            number(self.rows.len() - 1)
        })
    }
}
