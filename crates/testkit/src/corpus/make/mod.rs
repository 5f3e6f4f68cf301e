//! The kinds of damage: a table of kinds, one maker each, and the spread of a corpus over them.

mod bytes;
mod cuts;
mod fields;
mod hostile;
mod names;
mod packs;
mod pages;
mod records;
mod shifts;
mod sums;
mod text;

use super::oracle::vanished;
use super::{Class, Document, File, Mutation, Place, Prng, Shape, Step, Subject, Witness};

/// A kind of damage.
struct Kind {
    name: &'static str,
    shapes: &'static [Shape],
    /// Its share of a corpus.
    weight: usize,
    make: Make,
}

/// Makes the mutation of a number; `None` when the list has no place for it.
type Make = fn(&Subject, &mut Prng, u64) -> Option<Draft>;

const ALL: &[Shape] = &Shape::ALL;
const XML: &[Shape] = &[Shape::Un];
const NOT_XML: &[Shape] = &[Shape::Ofac, Shape::Ftm, Shape::Statements];
const OFAC: &[Shape] = &[Shape::Ofac];
const FTM: &[Shape] = &[Shape::Ftm, Shape::Statements];
const DATED: &[Shape] = &[Shape::Un, Shape::Ftm, Shape::Statements];

const fn kind(name: &'static str, shapes: &'static [Shape], weight: usize, make: Make) -> Kind {
    Kind {
        name,
        shapes,
        weight,
        make,
    }
}

const KINDS: &[Kind] = &[
    kind("cut-raw", ALL, 6, cuts::raw),
    kind("cut-at-record", ALL, 3, cuts::at_record),
    kind("cut-repaired", ALL, 4, cuts::repaired),
    kind("cut-last-few", ALL, 2, cuts::last_few),
    kind("cut-in-record-repaired", XML, 2, cuts::in_record_repaired),
    kind("cut-section", XML, 2, cuts::section),
    kind("cut-one-file", OFAC, 3, cuts::one_file),
    kind("companion-of-another-date", OFAC, 1, cuts::other_companion),
    kind("file-absent", OFAC, 1, cuts::file_absent),
    kind("unharmed", ALL, 1, records::unharmed),
    kind("shrunk-at-random", ALL, 4, records::shrunk),
    kind("shrunk-just-too-much", ALL, 2, records::just_too_much),
    kind("shrunk-in-a-block", ALL, 2, records::block),
    kind("shrunk-a-little", ALL, 2, records::a_little),
    kind("kind-gone", ALL, 1, records::kind_gone),
    kind("shuffled", ALL, 1, records::shuffled),
    kind("repeated-records", ALL, 1, records::repeated),
    kind("written-twice", ALL, 1, records::twice),
    kind("renumbered", ALL, 1, records::renumbered),
    kind("below-the-floor", ALL, 2, records::below_floor),
    kind("above-the-floor", XML, 1, records::above_floor),
    kind("aliases-lost", ALL, 3, fields::aliases_lost),
    kind("field-gone", ALL, 3, fields::gone),
    kind("field-nearly-gone", ALL, 1, fields::nearly_gone),
    kind("field-thinned", ALL, 1, fields::thinned),
    kind("required-absent", ALL, 2, fields::required_absent),
    kind("older-date", DATED, 2, fields::older_date),
    kind("date-absent", DATED, 1, fields::date_absent),
    kind("one-letter", ALL, 1, names::one_letter),
    kind("replacement-characters", ALL, 2, names::replacement),
    kind(
        "few-replacement-characters",
        ALL,
        1,
        names::few_replacements,
    ),
    kind("question-marks", ALL, 2, names::question_marks),
    kind(
        "names-of-question-marks",
        ALL,
        1,
        names::only_question_marks,
    ),
    kind("names-shifted", ALL, 1, shifts::names_shifted),
    kind("names-narrowed", ALL, 1, shifts::names_narrowed),
    kind("names-in-capitals", ALL, 1, shifts::capitals),
    kind("persons-retyped", NOT_XML, 1, shifts::persons_retyped),
    kind("mojibake", ALL, 2, names::mojibake),
    kind("low-bytes", ALL, 2, names::low_bytes),
    kind("garbled-byte", ALL, 2, bytes::one),
    kind("garbled-few", ALL, 1, bytes::few),
    kind("garbled-many", ALL, 3, bytes::many),
    kind("nul-bytes", ALL, 1, bytes::nul),
    kind("zero-tail", ALL, 2, bytes::zero_tail),
    kind("zero-block", ALL, 1, bytes::zero_block),
    kind("wide-encoding", ALL, 2, bytes::wide),
    kind("declared-encoding", XML, 2, bytes::declared),
    kind("converted-encoding", ALL, 1, bytes::converted),
    kind("line-ends", ALL, 1, bytes::line_ends),
    kind("byte-order-mark", ALL, 1, bytes::mark),
    kind("emptied", ALL, 2, pages::emptied),
    kind("page", ALL, 2, pages::page),
    kind("page-around", ALL, 1, pages::around),
    kind("other-list", ALL, 1, pages::other_list),
    kind("other-format", ALL, 1, pages::other_format),
    kind("packed-whole", ALL, 1, packs::whole),
    kind("gzip-cut", ALL, 4, packs::gzip_cut),
    kind("gzip-garbled", ALL, 2, packs::gzip_garbled),
    kind("zip-cut", ALL, 2, packs::zip_cut),
    kind("bomb", ALL, 1, packs::bomb),
    kind("nested-pack", ALL, 1, packs::nested),
    kind("zstd-cut", ALL, 1, packs::zstd_cut),
    kind("checksum-right", ALL, 1, sums::right),
    kind("checksum-wrong", ALL, 2, sums::wrong),
    kind("xml-attack", ALL, 2, hostile::xml),
    kind("xml-attack-inside", XML, 2, hostile::xml_inside),
    kind("table-attack", OFAC, 1, hostile::table),
    kind("json-attack", FTM, 1, hostile::lines),
];

/// Kinds and numbers of a corpus of that size, every kind by its weight.
pub(super) fn plan(shape: Shape, count: usize) -> Vec<(&'static str, u64)> {
    let kinds: Vec<&Kind> = KINDS
        .iter()
        .filter(|kind| kind.shapes.contains(&shape))
        .collect();
    let mut plan = Vec::new();
    let mut round = 0;
    // At least one round, so that a corpus of none is cut from something.
    while round == 0 || plan.len() < count {
        for kind in &kinds {
            let numbers = (round * kind.weight)..((round + 1) * kind.weight);
            plan.extend(numbers.map(|number| (kind.name, number as u64)));
        }
        round += 1;
    }
    // The last round is cut at random kinds, not always at the same.
    let whole = plan.len() - plan.len() / round;
    Prng::of(&["plan", shape.as_str()], count as u64).shuffle(&mut plan[whole..]);
    plan.truncate(count);
    plan
}

/// One mutation.
pub(super) fn mutation(subject: &Subject, name: &str, number: u64) -> Option<Mutation> {
    let kind = KINDS
        .iter()
        .find(|kind| kind.name == name && kind.shapes.contains(&subject.shape))?;
    let mut prng = Prng::of(&[subject.shape.as_str(), name], number);
    let mut draft = (kind.make)(subject, &mut prng, number)?;
    if subject.real && draft.class == Class::MustLoad {
        // What a publisher's own step holds is its own affair.
        draft.class = Class::OutOfReach;
    }
    if draft.place != Place::OverGood {
        draft.held.clear();
    }
    Some(Mutation {
        name: format!("{}/{name}/{number}", subject.label),
        detail: draft.detail,
        class: draft.class,
        place: draft.place,
        files: draft.files,
        held: few(draft.held, &mut prng),
        live: few(draft.live, &mut prng),
        may_refuse: draft.may_refuse,
        vanished: draft.vanished,
    })
}

/// At most three, any of them.
fn few(mut witnesses: Vec<Witness>, prng: &mut Prng) -> Vec<Witness> {
    prng.shuffle(&mut witnesses);
    witnesses.truncate(3);
    witnesses
}

/// A mutation under construction.
#[derive(Debug)]
struct Draft {
    detail: String,
    class: Class,
    place: Place,
    files: Vec<File>,
    held: Vec<Witness>,
    live: Vec<Witness>,
    may_refuse: bool,
    vanished: Option<u64>,
}

impl Draft {
    fn new(class: Class, detail: impl Into<String>, files: Vec<File>) -> Self {
        Self {
            detail: detail.into(),
            class,
            place: Place::OverGood,
            files,
            held: Vec::new(),
            live: Vec::new(),
            may_refuse: false,
            vanished: None,
        }
    }

    /// What must be refused wherever it is loaded: mostly over the good version, where a defect would
    /// clear people; each fourth into an empty directory.
    fn refused(detail: impl Into<String>, files: Vec<File>, number: u64) -> Self {
        let mut draft = Self::new(Class::MustRefuse, detail, files);
        if number % 4 == 3 {
            draft.place = Place::Empty;
        }
        draft
    }

    /// A whole document of other records, over the good version: its ids tell the class.
    fn step(subject: &Subject, detail: impl Into<String>, document: &Document) -> Self {
        let step = Step::between(&subject.base, document);
        let class = step.class();
        let mut draft = Self::new(class, detail, document.files());
        if class == Class::MustHold {
            draft.held = vanished(&subject.base, document);
            draft.vanished = Some(step.missing as u64);
        }
        draft.live = subject.additions(document);
        draft
    }

    fn into_empty(mut self) -> Self {
        self.place = Place::Empty;
        self
    }

    fn but_refusal_will_do(mut self) -> Self {
        self.may_refuse = true;
        self
    }
}

/// The text files of the arriving version, with one of them changed.
fn changed(subject: &Subject, file: usize, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<File> {
    let mut files = subject.next.files();
    let bytes = std::mem::take(&mut files[file].bytes);
    files[file].bytes = change(bytes);
    files
}

/// Any file of the list.
fn any_file(subject: &Subject, prng: &mut Prng) -> usize {
    prng.below(subject.next.file_names().len())
}

/// A percent from the number, so that numbers 0 to 99 give every percent once, far apart first.
fn percent_of(number: u64) -> usize {
    usize::try_from(number * 37 % 100).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn a_corpus_holds_every_kind_and_every_percent() {
        for shape in Shape::ALL {
            let plan = plan(shape, 2_000);
            assert_eq!(plan.len(), 2_000);
            let kinds: BTreeSet<&str> = plan.iter().map(|(kind, _)| *kind).collect();
            let expected = KINDS.iter().filter(|kind| kind.shapes.contains(&shape));
            assert_eq!(kinds.len(), expected.count());
            let percents: BTreeSet<usize> = plan
                .iter()
                .filter(|(kind, _)| *kind == "cut-raw")
                .map(|(_, number)| percent_of(*number))
                .collect();
            assert_eq!(percents.len(), 100);
        }
    }

    #[test]
    fn the_same_name_gives_the_same_bytes() {
        let subject = Subject::invented(Shape::Ftm, 60);
        let one = subject.mutation("shrunk-at-random", 3).map(|m| m.files);
        let two = subject.mutation("shrunk-at-random", 3).map(|m| m.files);
        assert!(one.is_some() && one == two);
    }

    #[test]
    fn every_class_is_in_every_corpus() {
        for shape in Shape::ALL {
            let subject = Subject::invented(shape, 300);
            let mut classes: BTreeMap<Class, usize> = BTreeMap::new();
            let mut made = 0;
            for mutation in subject.mutations(200) {
                *classes.entry(mutation.class).or_default() += 1;
                made += 1;
                if mutation.class == Class::MustHold && mutation.place == Place::OverGood {
                    assert!(!mutation.held.is_empty(), "{}", mutation.name);
                }
            }
            assert!(
                classes.len() == 4 && made >= 195,
                "{shape}: {made} {classes:?}"
            );
        }
    }
}
