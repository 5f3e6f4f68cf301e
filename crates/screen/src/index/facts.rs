//! What is known of an entity beside its names, packed for the features.
//!
//! A packed record is a sequence of length-prefixed strings and small numbers. Reading is
//! bounds-checked: a record that does not read is an error, never an entity with less to say.

use kashf_core::{Date, DateSpan};

use crate::features::country::Countries;

/// An identifier and the kind of it, both as compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Identifier {
    /// The property that holds it, such as `imoNumber`.
    pub(crate) prop: String,
    /// Its normalised form.
    pub(crate) value: String,
}

/// The facts of one entity, or of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) id: String,
    pub(crate) caption: String,
    pub(crate) schema: String,
    pub(crate) datasets: Vec<String>,
    pub(crate) birth_dates: Vec<DateSpan>,
    pub(crate) countries: Countries,
    pub(crate) genders: Vec<String>,
    pub(crate) identifiers: Vec<Identifier>,
    /// Telephone numbers and e-mail addresses.
    pub(crate) contacts: Vec<String>,
    pub(crate) addresses: Vec<String>,
    /// Where the meaning of each listing stands in `ix_listings`.
    pub(crate) listings: Vec<u32>,
    /// The version that no longer had the entry, or a name of it; empty when nothing is held.
    pub(crate) held_since: String,
    /// True when the whole entry is held, not only names of it.
    pub(crate) held_whole: bool,
    /// True when the entry was delisted, by the version that `held_since` names.
    pub(crate) delisted: bool,
}

impl Facts {
    /// Appends the packed form.
    pub(crate) fn pack(&self, out: &mut Vec<u8>) {
        for text in [&self.id, &self.caption, &self.schema] {
            put_text(out, text);
        }
        put_texts(out, &self.datasets);
        put_count(out, self.birth_dates.len());
        for span in self.birth_dates.iter().take(MAX_ITEMS) {
            put_date(out, span.start);
            put_date(out, span.end);
            out.push(u8::from(span.approximate));
        }
        put_texts(out, &self.countries.belongs);
        put_texts(out, &self.countries.other);
        put_texts(out, &self.genders);
        put_count(out, self.identifiers.len());
        for identifier in self.identifiers.iter().take(MAX_ITEMS) {
            put_text(out, &identifier.prop);
            put_text(out, &identifier.value);
        }
        put_texts(out, &self.contacts);
        put_texts(out, &self.addresses);
        put_count(out, self.listings.len());
        for start in self.listings.iter().take(MAX_ITEMS) {
            out.extend(start.to_le_bytes());
        }
        put_text(out, &self.held_since);
        out.push(u8::from(self.held_whole) | u8::from(self.delisted) << 1);
    }

    /// The id of a packed record.
    pub(crate) fn id_of(bytes: &[u8]) -> Option<&str> {
        let mut reader = Reader(bytes);
        let len = reader.count()?;
        std::str::from_utf8(reader.take(len)?).ok()
    }

    /// The birth dates of a packed record, without reading what stands behind them.
    pub(crate) fn births(bytes: &[u8]) -> Option<Vec<DateSpan>> {
        let mut reader = Reader(bytes);
        for _ in 0..3 {
            reader.skip()?;
        }
        for _ in 0..reader.count()? {
            reader.skip()?;
        }
        reader.dates()
    }

    /// Reads a packed record; `None` when the bytes are not one.
    pub(crate) fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let mut facts = Self {
            id: reader.text()?,
            caption: reader.text()?,
            schema: reader.text()?,
            datasets: reader.texts()?,
            birth_dates: reader.dates()?,
            countries: Countries {
                belongs: reader.texts()?,
                other: reader.texts()?,
            },
            genders: reader.texts()?,
            identifiers: reader.items(|reader| {
                Some(Identifier {
                    prop: reader.text()?,
                    value: reader.text()?,
                })
            })?,
            contacts: reader.texts()?,
            addresses: reader.texts()?,
            listings: reader.items(Reader::number)?,
            held_since: reader.text()?,
            held_whole: false,
            delisted: false,
        };
        let standing = reader.take(1)?[0];
        facts.held_whole = standing & 1 != 0;
        facts.delisted = standing & 2 != 0;
        reader.0.is_empty().then_some(facts)
    }
}

/// At most this many values of one kind are compared; lists give a few dozen at most.
const MAX_ITEMS: usize = 4096;

pub(super) fn put_count(out: &mut Vec<u8>, count: usize) {
    let count = u16::try_from(count.min(MAX_ITEMS)).unwrap_or(u16::MAX);
    out.extend(count.to_le_bytes());
}

pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    let end = text.floor_char_boundary(usize::from(u16::MAX));
    let text = &text[..end];
    out.extend(u16::try_from(text.len()).unwrap_or(0).to_le_bytes());
    out.extend(text.as_bytes());
}

pub(super) fn put_texts(out: &mut Vec<u8>, texts: &[String]) {
    put_count(out, texts.len());
    for text in texts.iter().take(MAX_ITEMS) {
        put_text(out, text);
    }
}

fn put_date(out: &mut Vec<u8>, date: Date) {
    out.extend(date.year().to_le_bytes());
    out.extend([date.month(), date.day()]);
}

/// What is left of a packed record.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(count)?;
        self.0 = tail;
        Some(head)
    }

    fn count(&mut self) -> Option<usize> {
        let bytes = self.take(2)?;
        Some(usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let len = self.count()?;
        String::from_utf8(self.take(len)?.to_vec()).ok()
    }

    /// Passes over a text.
    fn skip(&mut self) -> Option<()> {
        let len = self.count()?;
        self.take(len).map(|_| ())
    }

    fn dates(&mut self) -> Option<Vec<DateSpan>> {
        self.items(|reader| {
            let (start, end) = (reader.date()?, reader.date()?);
            let approximate = reader.take(1)?[0] == 1;
            (start <= end).then_some(DateSpan {
                start,
                end,
                approximate,
            })
        })
    }

    pub(super) fn items<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = self.count()?;
        (0..count).map(|_| read(self)).collect()
    }

    fn number(&mut self) -> Option<u32> {
        let bytes = self.take(4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    pub(super) fn texts(&mut self) -> Option<Vec<String>> {
        self.items(Self::text)
    }

    fn date(&mut self) -> Option<Date> {
        let bytes = self.take(4)?;
        Date::new(u16::from_le_bytes([bytes[0], bytes[1]]), bytes[2], bytes[3])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts() -> impl Strategy<Value = Vec<String>> {
        proptest::collection::vec("\\PC{0,12}", 0..4)
    }

    proptest! {
        #[test]
        fn unpacks_what_it_packs(
            id in "\\PC{0,20}", caption in "\\PC{0,20}", datasets in texts(), belongs in texts(),
            other in texts(), contacts in texts(), year in 1u16..=9999, approximate: bool,
        ) {
            let span = DateSpan { approximate, ..DateSpan::of_year(year).unwrap() };
            let facts = Facts {
                id, caption, datasets,
                schema: "Person".to_owned(),
                birth_dates: vec![span],
                countries: Countries { belongs, other },
                genders: vec!["male".to_owned()],
                identifiers: vec![Identifier { prop: "imoNumber".into(), value: "IMO1".into() }],
                contacts,
                addresses: Vec::new(),
                listings: vec![0, 70_000],
                held_since: "2026-02-27".to_owned(),
                held_whole: true,
                delisted: true,
            };
            let mut bytes = Vec::new();
            facts.pack(&mut bytes);
            prop_assert_eq!(Facts::unpack(&bytes), Some(facts));
        }

        #[test]
        fn never_panics_on_foreign_bytes(bytes: Vec<u8>) {
            let _ = Facts::unpack(&bytes);
        }
    }
}
