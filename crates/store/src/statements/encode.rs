//! Writing the statement tables.

use std::hash::Hash;

use kashf_core::{Statement, StatementView};
use rustc_hash::{FxHashMap, FxHashSet};
use zerocopy::IntoBytes;
use zerocopy::little_endian::U32;

use super::encoded::Encoded;
use super::layout::{
    At, BY_ID, ENTITIES, EntityRow, HEADER, HISTORIES, Header, History, IDS, MAGIC, NONE,
    ORIGINALS, ROWS, RUNS, Row, SHAPES, STRINGS, Shape, TEXT_IDS,
};
use super::statement_ref::StatementId;
use super::strings::Strings;

/// The tables of these statements, for a [`crate::SegmentDraft`].
///
/// Statements are grouped by entity id, in the order of each entity's first statement.
///
/// # Panics
/// With 2^32 statements or 16 GiB of different strings; loaders refuse lists far below either.
///
/// ```
/// use kashf_core::{Statement, StatementView};
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
    Encoded::from_iter(statements).into_tables()
}

/// Takes statements one after another and keeps them in columns: some sixty bytes each, against five
/// hundred as [`Statement`]s, so that a list of millions need not be held twice.
///
/// ```
/// use kashf_core::{Statement, StatementView};
/// use kashf_store::statements::Encoder;
///
/// let mut list = Encoder::default();
/// list.push(&Statement::new("x-1", "Person", "name", "Layla Example", "example"));
/// let list = list.finish();
/// assert_eq!(list.view().iter().next().map(|said| said.value()), Some("Layla Example"));
/// ```
///
/// # Panics
/// As [`encode`].
#[derive(Default)]
pub struct Encoder {
    strings: Strings,
    shapes: Distinct<Shape>,
    histories: Distinct<History>,
    /// One a run of statements of one entity; more than one an entity when it is scattered.
    entities: Vec<EntityRow>,
    /// Places of the ids of the entities so far.
    known: FxHashSet<u32>,
    /// True when an entity came again after another one.
    scattered: bool,
    ids: Vec<[u8; 20]>,
    rows: Vec<Row>,
    runs: Vec<At>,
    originals: Vec<At>,
    text_ids: Vec<At>,
    run: Option<u32>,
}

impl std::fmt::Debug for Encoder {
    /// Counts only: the tables hold names and are long.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder")
            .field("entities", &self.entities.len())
            .field("statements", &self.rows.len())
            .finish()
    }
}

impl Encoder {
    /// How many statements there are so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes a statement. Those of one entity should follow each other; where they do not, they are
    /// put together at the end, at the cost of another pass.
    pub fn push(&mut self, statement: &Statement) {
        let id = match sha1_of(&statement.id) {
            Some(sha1) => StatementId::Sha1(sha1),
            None => StatementId::Text(&statement.id),
        };
        self.push_view(StatementView::from(statement), id, statement.external);
    }

    /// The same of a statement that stands elsewhere.
    pub fn push_view(&mut self, said: StatementView<'_>, id: StatementId<'_>, external: bool) {
        let at = U32::from(number(self.rows.len()));
        let strings = &mut self.strings;
        let entity = strings.add(said.entity_id);
        let last = self.entities.last();
        if last.is_none_or(|last| last.id.get() != entity) {
            self.scattered |= !self.known.insert(entity);
            self.entities.push(EntityRow {
                id: entity.into(),
                first: at,
            });
        }
        let canonical = if said.canonical_id == said.entity_id {
            NONE
        } else {
            strings.add(said.canonical_id)
        };
        let history = self.histories.add(History {
            canonical: canonical.into(),
            first_seen: strings.add_optional(said.first_seen),
            last_seen: strings.add_optional(said.last_seen),
        });
        if self.run != Some(history) {
            self.run = Some(history);
            let what = history.into();
            self.runs.push(At { at, what });
        }
        let shape = self.shapes.add(Shape {
            schema: strings.add(said.schema).into(),
            prop: strings.add(said.prop).into(),
            dataset: strings.add(said.dataset).into(),
            lang: strings.add_optional(said.lang),
            origin: strings.add_optional(said.origin),
            external: u32::from(external).into(),
        });
        if let Some(original) = said.original_value {
            let what = strings.add(original).into();
            self.originals.push(At { at, what });
        }
        self.ids.push(match id {
            StatementId::Sha1(sha1) => sha1,
            StatementId::Text(text) => {
                let what = strings.add(text).into();
                self.text_ids.push(At { at, what });
                [0; 20]
            }
        });
        self.rows.push(Row {
            value: strings.add(said.value).into(),
            shape: shape.into(),
        });
    }

    /// The tables.
    #[must_use]
    pub fn finish(self) -> Encoded {
        if self.scattered {
            return self.gathered();
        }
        let Self {
            strings,
            shapes,
            histories,
            entities,
            known,
            ids,
            rows,
            runs,
            originals,
            text_ids,
            ..
        } = self;
        drop(known);
        let by_id = sorted_by_id(&entities, &strings);
        let header = Header {
            magic: MAGIC,
            statements: number(rows.len()).into(),
            entities: number(entities.len()).into(),
        };
        // Each table is dropped when its bytes are made, so that one at a time stands here twice.
        Encoded::of([
            (HEADER, header.as_bytes().to_vec()),
            (STRINGS, strings.arena),
            (ENTITIES, bytes(entities)),
            (BY_ID, bytes(by_id)),
            (IDS, ids.into_flattened()),
            (ROWS, bytes(rows)),
            (SHAPES, bytes(shapes.rows)),
            (HISTORIES, bytes(histories.rows)),
            (RUNS, bytes(runs)),
            (ORIGINALS, bytes(originals)),
            (TEXT_IDS, bytes(text_ids)),
        ])
    }

    /// The same with the statements of each entity together, in the order of its first one.
    fn gathered(mut self) -> Encoded {
        // As if each run were an entity of its own; the ids repeat.
        self.scattered = false;
        let runs = self.finish();
        let view = runs.view();
        let mut order: Vec<Vec<u32>> = Vec::new();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for run in 0..view.entity_count() {
            let place = *places.entry(view.entity_id(run)).or_insert(order.len());
            if place == order.len() {
                order.push(Vec::new());
            }
            order[place].push(run);
        }
        let mut gathered = Self::default();
        for run in order.into_iter().flatten() {
            for statement in view.statements(run) {
                gathered.push_view(statement.view(), statement.id(), statement.external());
            }
        }
        gathered.finish()
    }
}

impl<'s> Extend<&'s Statement> for Encoder {
    fn extend<T: IntoIterator<Item = &'s Statement>>(&mut self, statements: T) {
        for statement in statements {
            self.push(statement);
        }
    }
}

impl Extend<Statement> for Encoder {
    fn extend<T: IntoIterator<Item = Statement>>(&mut self, statements: T) {
        for statement in statements {
            self.push(&statement);
        }
    }
}

fn bytes<T: IntoBytes + zerocopy::Immutable>(rows: Vec<T>) -> Vec<u8> {
    rows.as_bytes().to_vec()
}

/// Numbers of the entities, sorted by id.
fn sorted_by_id(entities: &[EntityRow], strings: &Strings) -> Vec<U32> {
    // The first sixteen bytes decide nearly always, and lie beside the number.
    let first_bytes = |id: &[u8]| {
        let mut first = [0; 16];
        let length = id.len().min(16);
        first[..length].copy_from_slice(&id[..length]);
        u128::from_be_bytes(first)
    };
    let id = |entity: u32| strings.at(entities[entity as usize].id.get());
    let mut numbers: Vec<(u128, u32)> = (0..number(entities.len()))
        .map(|entity| (first_bytes(id(entity)), entity))
        .collect();
    numbers.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| id(a.1).cmp(id(b.1))));
    numbers
        .into_iter()
        .map(|(_, entity)| U32::from(entity))
        .collect()
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

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count)
        .ok()
        .filter(|&count| count != NONE)
        .expect("loaders refuse lists long before 2^32 statements or 16 GiB of strings")
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
