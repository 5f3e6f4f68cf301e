//! Cards as text, for a terminal, a plain file or a message: who, when, how much, through what, on whose word, what is unsure.

use super::pairs::{Pair, heaviest, pairs};
use super::safe::{is_right_to_left, width};
use super::words::{Fill, Form, Say};
use super::{Card, CardHop, CardParty, Dossier, Language};

/// More steps than this are shown grouped by who gave and who received.
const MOST_STEPS: usize = 40;
/// More groups or parties than this are counted.
const MOST_LINES: usize = 24;

/// How text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colour and weight by escape sequences.
    pub colour: bool,
    /// Isolates (FSI, LRI, PDI) where directions meet.
    pub isolate: bool,
    /// Columns; text is wrapped at no less than 40.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            colour: false,
            isolate: false,
            width: 100,
        }
    }
}

/// The whole dossier as text, ending with the sentence that nothing is concluded about a person.
///
/// ```
/// use kashf_trace::evidence::{Dossier, Language, Look, text};
///
/// let text = text(&Dossier::default(), Language::English, Look::default());
/// assert!(text.ends_with("It concludes nothing about any person.\n"));
/// ```
#[must_use]
pub fn text(dossier: &Dossier, language: Language, look: Look) -> String {
    let mut page = Page::new(dossier, language, look);
    if !dossier.title.is_empty() {
        let title = page.say.foreign(&dossier.title);
        page.line(0, &title, "1");
        page.out.push('\n');
    }
    for (at, card) in dossier.cards.iter().enumerate() {
        page.card(at + 1, card);
    }
    page.origin(dossier);
    let say = page.say;
    page.line(0, &say.plain("closing"), "1");
    page.out
}

/// One card as text, without what the dossier says of the whole.
#[must_use]
pub fn card_text(dossier: &Dossier, card: usize, language: Language, look: Look) -> String {
    let mut page = Page::new(dossier, language, look);
    if let Some(found) = dossier.cards.get(card) {
        page.card(card + 1, found);
    }
    page.out
}

struct Page {
    say: Say,
    look: Look,
    out: String,
}

impl Page {
    fn new(dossier: &Dossier, language: Language, look: Look) -> Self {
        let form = if look.isolate {
            Form::Isolated
        } else {
            Form::Plain
        };
        let say = Say {
            language,
            form,
            times: dossier.times,
            asked: dossier.asked(),
        };
        Self {
            say,
            look,
            out: String::new(),
        }
    }

    fn card(&mut self, number: usize, card: &Card) {
        let say = self.say;
        let head = format!(
            "{number}. {}: {}",
            say.typology(&card.typology),
            say.headline(card)
        );
        let amount = card.amount.map_or_else(String::new, |a| say.amount(a));
        let gap = self
            .look
            .width
            .saturating_sub(width(&head) + width(&amount));
        if amount.is_empty() || gap < 2 {
            self.line(0, &head, "1");
            self.line(3, &amount, "1");
        } else {
            let line = format!("{head}{}{amount}", " ".repeat(gap));
            self.raw(0, &line, "1");
        }
        let mut counts = say.counts(card);
        if let Some(span) = card.span {
            counts.insert(0, say.span(span));
        }
        self.line(3, &counts.join(" \u{b7} "), "2");
        self.line(3, &say.of_typology(&card.typology, "what"), "");
        self.heading("label-hops");
        self.steps(card);
        if !card.facts.is_empty() {
            self.heading("label-facts");
            for fact in &card.facts {
                let (label, value) = say.fact(card, fact);
                self.line(3, &format!("{label}: {value}"), "");
            }
        }
        self.heading("label-parties");
        for party in card.parties.iter().take(MOST_LINES) {
            self.party(party);
        }
        if card.parties.len() > MOST_LINES {
            let rest = say.count("rest-people", card.parties.len() - MOST_LINES);
            self.line(3, &rest, "2");
        }
        self.heading("label-unsure");
        for sentence in say.all_unsure(card) {
            self.hanging((3, 5), &format!("- {sentence}"), "33");
        }
        self.heading("label-innocent");
        self.line(3, &say.of_typology(&card.typology, "innocent"), "");
        self.out.push('\n');
    }

    fn steps(&mut self, card: &Card) {
        let say = self.say;
        if card.hops.len() <= MOST_STEPS {
            for (at, hop) in card.hops.iter().enumerate() {
                self.step(at + 1, card, hop);
            }
            return;
        }
        self.line(3, &say.count("grouped", card.hops.len()), "2");
        let (kept, left) = heaviest(pairs(card), MOST_LINES);
        for pair in &kept {
            self.pair(card, pair);
        }
        if left > 0 {
            self.line(3, &say.count("rest-pairs", left), "2");
        }
    }

    fn step(&mut self, number: usize, card: &Card, hop: &CardHop) {
        let say = self.say;
        let mut what = vec![say.kind(hop.kind), say.measure(hop), say.when(hop)];
        what.retain(|part| !part.is_empty());
        let head = format!("{number:>2}  {}", self.ends(card, hop.from, hop.to));
        self.hanging((3, 7), &head, "");
        self.line(7, &what.join("  "), "36");
        let mut words = say.words(hop);
        if !hop.id.is_empty() {
            words.push(format!(
                "{} {}",
                say.plain("label-id"),
                say.foreign(&hop.id)
            ));
        }
        let word = format!("{}: {}", say.plain("label-word"), say.list(&words));
        self.line(7, &word, "2");
        if !hop.detail.is_empty() {
            let detail = format!(
                "{}: {}",
                say.plain("label-detail"),
                say.foreign(&hop.detail)
            );
            self.line(7, &detail, "");
        }
        for why in &hop.why {
            self.line(7, &format!("! {}", say.foreign(why.of(say.language))), "33");
        }
    }

    fn pair(&mut self, card: &Card, pair: &Pair) {
        let say = self.say;
        let ends = self.ends(card, pair.from, pair.to);
        self.hanging((3, 7), &ends, "");
        let mut what = vec![
            say.kind(pair.kind),
            say.count("count-movements", pair.hops.len()),
            say.amounts(&pair.sums),
        ];
        what.extend(pair.span.map(|span| say.span(span)));
        what.retain(|part| !part.is_empty());
        self.line(7, &what.join("  "), "36");
    }

    fn ends(&self, card: &Card, from: usize, to: usize) -> String {
        let party = |at: usize| {
            let Some(party) = card.parties.get(at) else {
                return "?".to_owned();
            };
            let shown = self.say.foreign(party.shown());
            if party.caption.is_empty() || party.reference.is_empty() {
                shown
            } else {
                format!("{shown} ({})", self.say.foreign(&party.reference))
            }
        };
        format!("{} {} {}", party(from), self.say.arrow(), party(to))
    }

    fn party(&mut self, party: &CardParty) {
        let say = self.say;
        let mut parts = vec![say.foreign(party.shown())];
        if !party.caption.is_empty() {
            parts.push(say.foreign(&party.reference));
        }
        parts.push(say.plain(&format!("part-{}", party.part.word())));
        parts.extend(say.schema(party));
        if !party.country.is_empty() {
            parts.push(say.foreign(&party.country));
        }
        parts.retain(|part| !part.is_empty());
        self.line(
            3,
            &say.list(&parts),
            if party.listed.is_some() { "1" } else { "" },
        );
        if !party.names.is_empty() {
            let names: Vec<String> = party.names.iter().map(|name| say.foreign(name)).collect();
            let names = format!("{}: {}", say.plain("label-other-names"), say.list(&names));
            self.line(7, &names, "2");
        }
        for line in listing(say, party) {
            self.line(7, &line, "31");
        }
        if let Some(joined) = &party.joined {
            let how = format!("{}: {}", say.plain("label-joined"), say.joined(joined));
            self.line(7, &how, "");
            for reason in &joined.reasons {
                self.line(9, &say.foreign(reason.of(say.language)), "2");
            }
        }
        for note in &party.notes {
            self.line(7, &say.foreign(note.of(say.language)), "");
        }
    }

    fn origin(&mut self, dossier: &Dossier) {
        let say = self.say;
        let rows = super::origin::rows(dossier, say);
        if rows.is_empty() {
            return;
        }
        self.line(0, &say.plain("label-source-of"), "1");
        for (label, value) in rows {
            self.line(3, &format!("{label}: {value}"), "");
        }
        self.out.push('\n');
    }

    fn heading(&mut self, key: &str) {
        let heading = self.say.plain(key);
        self.out.push('\n');
        self.line(3, &heading, "1");
    }

    /// A line, wrapped, in a style of the terminal.
    fn line(&mut self, indent: usize, text: &str, style: &str) {
        self.hanging((indent, indent), text, style);
    }

    /// The same, its further lines indented otherwise than the first.
    fn hanging(&mut self, (first, then): (usize, usize), text: &str, style: &str) {
        let mut indent = first;
        let mut line = String::new();
        for word in text.split(' ') {
            let columns = self.look.width.max(40).saturating_sub(indent);
            if !line.is_empty() && width(&line) + 1 + width(word) > columns {
                self.raw(indent, &std::mem::take(&mut line), style);
                indent = then;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.raw(indent, &line, style);
        }
    }

    fn raw(&mut self, indent: usize, line: &str, style: &str) {
        self.out.push_str(&" ".repeat(indent));
        // A right-to-left line keeps its own direction on a terminal that would take the first strong letter.
        let lead = if self.say.form == Form::Isolated
            && self.say.language == Language::Arabic
            && !is_right_to_left(line)
        {
            "\u{200f}"
        } else {
            ""
        };
        if self.look.colour && !style.is_empty() {
            self.out
                .push_str(&format!("\u{1b}[{style}m{lead}{line}\u{1b}[0m\n"));
        } else {
            self.out.push_str(&format!("{lead}{line}\n"));
        }
    }
}

/// What a listing says, a line each.
pub(super) fn listing(say: Say, party: &CardParty) -> Vec<String> {
    let Some(listed) = &party.listed else {
        return Vec::new();
    };
    let foreign = |texts: &[String]| {
        let texts: Vec<String> = texts.iter().map(|text| say.foreign(text)).collect();
        say.list(&texts)
    };
    let datasets = Fill::Ready(foreign(&listed.datasets));
    let mut first = say.with("listed-on", &[("datasets", datasets)]);
    if !listed.since.is_empty() {
        first.push_str(&format!(
            " {} {}",
            say.plain("label-since"),
            say.ours(&listed.since)
        ));
    }
    let mut lines = vec![first];
    let mut entry: Vec<String> = vec![say.foreign(&listed.id), say.foreign(&listed.caption)];
    entry.retain(|part| !part.is_empty() && part != "<bdi></bdi>");
    if !entry.is_empty() {
        lines.push(format!(
            "{}: {}",
            say.plain("label-entry"),
            say.list(&entry)
        ));
    }
    if !listed.programmes.is_empty() {
        let programmes = foreign(&listed.programmes);
        lines.push(format!("{}: {programmes}", say.plain("label-programme")));
    }
    if !listed.measures.is_empty() {
        let measures: Vec<String> = listed
            .measures
            .iter()
            .map(|measure| say.foreign(measure.of(say.language)))
            .collect();
        lines.push(format!(
            "{}: {}",
            say.plain("label-measures"),
            say.list(&measures)
        ));
    }
    lines
}
