//! The table itself: `data/measures`, read once.
//!
//! The files are ours and checked by tests; a row that does not read is left out here and fails there, so
//! that no defect of the data can stop a load.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{Blocking, Exemption, Measure};

const MEASURES: &str = include_str!("../../../../data/measures/measures.tsv");
const WORDS: &str = include_str!("../../../../data/measures/words.tsv");
const EXEMPTIONS: &str = include_str!("../../../../data/measures/exemptions.tsv");
const LISTS: &str = include_str!("../../../../data/measures/lists.tsv");
/// Programmes, one file a publisher.
const PROGRAMMES: [&str; 7] = [
    include_str!("../../../../data/measures/programmes_un.tsv"),
    include_str!("../../../../data/measures/programmes_us.tsv"),
    include_str!("../../../../data/measures/programmes_eu.tsv"),
    include_str!("../../../../data/measures/programmes_gb.tsv"),
    include_str!("../../../../data/measures/programmes_ca.tsv"),
    include_str!("../../../../data/measures/programmes_ch.tsv"),
    include_str!("../../../../data/measures/programmes_au.tsv"),
];

/// Code of words that are no measure, such as a reference.
pub(super) const NO_MEASURE: &str = "-";
/// What a row says where the source could not be looked at.
pub(super) const UNCHECKED: &str = "from knowledge, not against the page";

/// A term of `measures.tsv`.
#[derive(Clone, Debug)]
pub struct Term {
    /// The measure.
    pub measure: Measure,
    /// True when it can only touch a natural person.
    pub persons_only: bool,
}

/// An exemption and the measure that it is one to.
#[derive(Clone, Debug)]
pub struct ExemptionRow {
    /// Code of the measure.
    pub to: String,
    /// The exemption.
    pub exemption: Exemption,
}

/// A row of the programmes.
#[derive(Clone, Debug)]
pub struct ProgrammeRow {
    /// The dataset that publishes it.
    pub list: String,
    /// Spellings of the programme; `*` for an entry of the list whose programme has no row.
    pub programmes: Vec<String>,
    /// What the listing must say beside it, from its beginning, for this row to apply.
    pub when: String,
    /// Id of the programme.
    pub id: String,
    /// Codes of measures.
    pub measures: Vec<String>,
    /// Legal basis.
    pub basis: Vec<String>,
    /// Codes of exemptions.
    pub exemptions: Vec<String>,
    /// Day on which the regime ended.
    pub ended: String,
    /// Address of the source.
    pub url: String,
    /// What confirmed the row.
    pub checked: String,
}

impl ProgrammeRow {
    /// True when the row was held against a source.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        self.checked != UNCHECKED
    }
}

/// How words of a list lead to a code.
#[derive(Clone, Debug)]
struct Words {
    begins: bool,
    key: String,
    code: &'static str,
}

/// The whole table.
#[derive(Debug)]
pub struct MeasureTable {
    /// Changes with every byte.
    pub(crate) version: String,
    /// Terms by code.
    pub terms: FxHashMap<&'static str, Term>,
    /// Exemptions by code.
    pub exemptions: FxHashMap<&'static str, ExemptionRow>,
    /// Programmes, in the order of the files.
    pub programmes: Vec<ProgrammeRow>,
    /// Rows that could not be read; none in a released program (a test sees to it).
    pub defects: Vec<String>,
    words: Vec<Words>,
    /// Datasets, and whether each of their entries says all its measures itself.
    lists: FxHashMap<&'static str, bool>,
    by_name: FxHashMap<(String, String), Vec<usize>>,
}

/// The table, read at the first use.
///
/// ```
/// let table = kashf_screen::measures::measure_table();
/// assert!(table.defects.is_empty());
/// ```
#[must_use]
pub fn measure_table() -> &'static MeasureTable {
    static TABLE: OnceLock<MeasureTable> = OnceLock::new();
    TABLE.get_or_init(MeasureTable::read)
}

impl MeasureTable {
    fn read() -> Self {
        let mut hash = blake3::Hasher::new();
        for text in [MEASURES, WORDS, EXEMPTIONS, LISTS]
            .iter()
            .chain(&PROGRAMMES)
        {
            hash.update(text.as_bytes());
            hash.update(&[0]);
        }
        let mut table = Self {
            version: format!("measures-{}", &hash.finalize().to_hex()[..12]),
            terms: FxHashMap::default(),
            exemptions: FxHashMap::default(),
            programmes: Vec::new(),
            defects: Vec::new(),
            words: Vec::new(),
            lists: FxHashMap::default(),
            by_name: FxHashMap::default(),
        };
        for row in rows(MEASURES) {
            table.read_term(&row);
        }
        for row in rows(WORDS) {
            table.read_words(&row);
        }
        for row in rows(EXEMPTIONS) {
            table.read_exemption(&row);
        }
        for row in rows(LISTS) {
            match row[..] {
                [dataset, says, ..] => _ = table.lists.insert(dataset, says == "yes"),
                _ => table.defect(&row),
            }
        }
        for row in PROGRAMMES.iter().flat_map(|text| rows(text)) {
            table.read_programme(&row);
        }
        table
    }

    fn defect(&mut self, row: &[&str]) {
        self.defects.push(row.join(" | "));
    }

    fn read_term(&mut self, row: &[&'static str]) {
        if let [code, blocking, applies, en, ar, ..] = *row
            && let Some(blocking) = Blocking::of_word(blocking)
        {
            let measure = Measure {
                code: code.to_owned(),
                en: en.to_owned(),
                ar: ar.to_owned(),
                published: None,
                blocking,
            };
            let persons_only = applies == "persons";
            self.terms.insert(
                code,
                Term {
                    measure,
                    persons_only,
                },
            );
        } else {
            self.defect(row);
        }
    }

    fn read_words(&mut self, row: &[&'static str]) {
        match *row {
            [how @ ("is" | "begins"), text, code]
                if code == NO_MEASURE || self.terms.contains_key(code) =>
            {
                self.words.push(Words {
                    begins: how == "begins",
                    key: key_of(text),
                    code,
                });
            }
            _ => self.defect(row),
        }
    }

    fn read_exemption(&mut self, row: &[&'static str]) {
        match *row {
            [code, to, citation, en, ar, ..] if self.terms.contains_key(to) => {
                let exemption = Exemption {
                    citation: citation.to_owned(),
                    en: en.to_owned(),
                    ar: ar.to_owned(),
                };
                let to = to.to_owned();
                self.exemptions.insert(code, ExemptionRow { to, exemption });
            }
            _ => self.defect(row),
        }
    }

    fn read_programme(&mut self, row: &[&'static str]) {
        let [
            list,
            names,
            when,
            id,
            measures,
            basis,
            exemptions,
            ended,
            url,
            checked,
        ] = *row
        else {
            return self.defect(row);
        };
        let parts = |text: &str, between: char| -> Vec<String> {
            text.split(between)
                .map(str::trim)
                .filter(|part| !part.is_empty() && *part != "-")
                .map(str::to_owned)
                .collect()
        };
        let row_read = ProgrammeRow {
            list: list.to_owned(),
            programmes: parts(names, '|'),
            when: when.to_owned(),
            id: id.to_owned(),
            measures: parts(measures, ','),
            basis: parts(basis, ';'),
            exemptions: parts(exemptions, ','),
            ended: ended.to_owned(),
            url: url.to_owned(),
            checked: checked.to_owned(),
        };
        let known = row_read
            .measures
            .iter()
            .all(|code| self.terms.contains_key(code.as_str()))
            && row_read
                .exemptions
                .iter()
                .all(|code| self.exemptions.contains_key(code.as_str()))
            && self.lists.contains_key(list);
        if !known || row_read.programmes.is_empty() {
            return self.defect(row);
        }
        let at = self.programmes.len();
        for name in &row_read.programmes {
            let key = (list.to_owned(), key_of(name));
            self.by_name.entry(key).or_default().push(at);
        }
        self.programmes.push(row_read);
    }

    /// A term by its code.
    #[must_use]
    pub fn term(&self, code: &str) -> Option<&Term> {
        self.terms.get(code)
    }

    /// True when the table knows the list; then whether its entries say all their measures themselves.
    pub(super) fn list(&self, dataset: &str) -> Option<bool> {
        self.lists.get(dataset).copied()
    }

    /// The code that a list's words mean.
    #[must_use]
    pub fn code_of(&self, words: &str) -> Option<&'static str> {
        let key = key_of(words);
        self.words
            .iter()
            .find(|known| {
                if known.begins {
                    key.starts_with(&known.key)
                } else {
                    key == known.key
                }
            })
            .map(|known| known.code)
    }

    /// The row of a programme as its list publishes it; `said` is what the listing says beside it.
    #[must_use]
    pub fn programme(&self, dataset: &str, name: &str, said: &[&str]) -> Option<&ProgrammeRow> {
        let english = name.split(" / ").next().unwrap_or(name);
        [name, english]
            .iter()
            .find_map(|name| self.row_at(dataset, key_of(name), said))
            .or_else(|| {
                // Switzerland's programmes are titles that hold the number of the ordinance.
                let numbers = name.split("(SR ").nth(1)?.split(')').next()?;
                self.row_at(dataset, key_of(&format!("SR {numbers}")), said)
            })
    }

    /// What holds for an entry of the list whatever its programme.
    #[must_use]
    pub fn default_of(&self, dataset: &str, said: &[&str]) -> Option<&ProgrammeRow> {
        self.row_at(dataset, "*".to_owned(), said)
    }

    /// True when the programme has a row of its own, whatever the listing says beside it.
    pub(super) fn has_programme(&self, dataset: &str, name: &str) -> bool {
        let english = name.split(" / ").next().unwrap_or(name);
        [name, english].iter().any(|name| {
            self.by_name
                .contains_key(&(dataset.to_owned(), key_of(name)))
        })
    }

    fn row_at(&self, dataset: &str, key: String, said: &[&str]) -> Option<&ProgrammeRow> {
        let rows = self.by_name.get(&(dataset.to_owned(), key))?;
        rows.iter()
            .map(|at| &self.programmes[*at])
            .find(|row| row.when.is_empty() || said.iter().any(|text| text.starts_with(&row.when)))
    }

    /// The row of a programme's id, for lists that the table does not know; none where rows of the id differ.
    #[must_use]
    pub fn programme_of_id(&self, id: &str) -> Option<&ProgrammeRow> {
        let mut rows = self.programmes.iter().filter(|row| row.id == id);
        let first = rows.next().filter(|_| !id.is_empty())?;
        rows.all(|row| row.measures == first.measures && row.basis == first.basis)
            .then_some(first)
    }
}

/// Letters and digits in lower case, without a leading "the" and OFAC's "alt.": how spellings are compared.
fn key_of(text: &str) -> String {
    if text == "*" {
        return text.to_owned();
    }
    let text = text.strip_prefix("alt. ").unwrap_or(text);
    let key: String = text
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    match key.strip_prefix("the") {
        Some(rest) if text.to_lowercase().starts_with("the ") => rest.to_owned(),
        _ => key,
    }
}

/// The rows of a file, without its heading and its comments.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split('\t').map(str::trim).collect())
}
