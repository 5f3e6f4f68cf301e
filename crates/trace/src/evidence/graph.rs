//! The picture of a card: parties as boxes, steps as arrows with amount and date. As a file of its own, and inside the page,
//! where each box and arrow can be reached by the keyboard.

use super::arrows::{arrow, labels};
use super::layers::{Layers, Node};
use super::places::{BOX, Places};
use super::safe::{escaped, fit, safe, wrap};
use super::svg::{Anchor, Drawing, FAINT, Face, INK, RED, colour, dashes, shade};
use super::words::{Form, Say};
use super::{Card, CardParty, HopKind, Language, Part, TimeForm};

/// With more arrows than this, only the heaviest are labelled.
const MOST_LABELS: usize = 28;

/// One card as a picture of its own, with its headline and the sentence that nothing is concluded about a person.
///
/// ```
/// use kashf_trace::evidence::{Card, Language, TimeForm, svg};
///
/// let picture = svg(&Card::default(), TimeForm::Iso, Language::Arabic);
/// assert!(picture.starts_with("<svg ") && picture.contains("direction=\"rtl\""));
/// ```
#[must_use]
pub fn svg(card: &Card, times: TimeForm, language: Language) -> String {
    let say = Say {
        language,
        form: Form::Escaped,
        times,
        asked: true,
    };
    let picture = Layers::of(card);
    let places = Places::of(&picture);
    let width = places.width.max(760);
    let mut drawing = Drawing::new(language, width, 0);
    let head = say.typology(&card.typology);
    drawing.rect((0, 0), (width, 1), "fill=\"none\"");
    let title = Face::new(20, INK, Anchor::Start).bold();
    drawing.text((26, 38), title, &head);
    let line = Face::new(14, INK, Anchor::Start);
    drawing.text((26, 62), line, &say.headline(card));
    let mut facts = say.counts(card);
    if card.parties.iter().all(|party| party.listed.is_none()) {
        // A card alone does not know whether a list was asked.
        facts.pop();
    }
    facts.extend(card.amount.map(|amount| say.amount(amount)));
    facts.extend(card.span.map(|span| say.span(span)));
    let faint = Face::new(12, FAINT, Anchor::Start);
    drawing.text((26, 84), faint, &facts.join(" \u{b7} "));
    let aside = (width - places.width) / 2;
    let shift = match language {
        Language::English => aside,
        // The drawing is mirrored as a whole.
        Language::Arabic => -aside,
    };
    drawing.open(&format!("transform=\"translate({shift} 92)\""));
    draw(&mut drawing, say, card, &picture, &places, None);
    drawing.close();
    let mut y = 92 + places.height + 10;
    legend(&mut drawing, say, &picture, y);
    if picture.together > 0 {
        y += 24;
        drawing.text((26, y), faint, &say.count("together", picture.together));
    }
    if card.capped {
        y += 24;
        drawing.text((26, y), faint, &say.plain("unsure-capped"));
    }
    y += 28;
    drawing.text((26, y), line.bold(), &say.plain("closing"));
    drawing.height = y + 22;
    let backdrop = format!(
        "<rect width=\"{width}\" height=\"{}\" fill=\"#ffffff\"/>",
        drawing.height
    );
    drawing.out.insert_str(0, &backdrop);
    let name = format!("{head}: {}", say.headline(card));
    drawing.finish("role=\"img\"", &name)
}

/// The picture inside a page: boxes and arrows carry `data-` places and names for screen readers; `prefix` makes ids unique.
pub(super) fn inside(say: Say, card: &Card, prefix: &str, name: &str) -> (String, usize) {
    let picture = Layers::of(card);
    let places = Places::of(&picture);
    let mut drawing = Drawing::new(say.language, places.width, places.height);
    draw(&mut drawing, say, card, &picture, &places, Some(prefix));
    let attributes = format!("class=\"graph\" role=\"group\" aria-label=\"{name}\"");
    (drawing.finish(&attributes, name), picture.together)
}

/// The kinds that stand in a picture, with their colours and dashes.
pub(super) fn legend(drawing: &mut Drawing, say: Say, picture: &Layers, y: i64) {
    let kinds: std::collections::BTreeSet<HopKind> =
        picture.ties.iter().map(|tie| tie.kind).collect();
    let mut x = 26;
    for kind in kinds {
        let style = format!(
            "stroke=\"{}\" stroke-width=\"2\"{}",
            colour(kind),
            dashes(kind)
        );
        drawing.line((x, y - 4), (x + 34, y - 4), &style);
        let word = say.kind(kind);
        drawing.text((x + 42, y), Face::new(12, FAINT, Anchor::Start), &word);
        x += 42 + super::svg::wide(&word, 12) + 26;
    }
}

fn draw(
    drawing: &mut Drawing,
    say: Say,
    card: &Card,
    picture: &Layers,
    places: &Places,
    prefix: Option<&str>,
) {
    // The picture is mirrored within its own width, whatever stands around it.
    let whole = drawing.width;
    if say.language == Language::English {
        drawing.width = places.width;
    }
    let mut heavy: Vec<usize> = (0..picture.ties.len()).collect();
    heavy.sort_by_key(|at| {
        let tie = &picture.ties[*at];
        let sum = tie
            .sums
            .iter()
            .map(|sum| sum.minor)
            .max()
            .unwrap_or(i64::MAX);
        (std::cmp::Reverse(sum), *at)
    });
    heavy.truncate(MOST_LABELS);
    for (at, (tie, run)) in picture.ties.iter().zip(&places.runs).enumerate() {
        arrow(drawing, say, card, (at, tie, run), picture, prefix);
    }
    for (at, node) in picture.nodes.iter().enumerate() {
        let part = node.parties.first().map(|party| card.parties[*party].part);
        let alike = picture
            .nodes
            .iter()
            .filter(|other| other.parties.first().map(|party| card.parties[*party].part) == part);
        // A word that stands on every box says nothing.
        let plates = alike.count() <= 3;
        party(
            drawing,
            say,
            card,
            (at, node),
            places.boxes[at],
            prefix,
            plates,
        );
    }
    for (at, (tie, run)) in picture.ties.iter().zip(&places.runs).enumerate() {
        if heavy.contains(&at) {
            drawing.open(&format!(
                "class=\"label\" data-tie=\"{at}\" aria-hidden=\"true\""
            ));
            labels(drawing, say, card, tie, run);
            drawing.close();
        }
    }
    drawing.width = whole;
}

/// How a box is called.
pub(super) fn node_name(say: Say, card: &Card, node: &Node) -> String {
    match node.parties.as_slice() {
        [party] if !node.rest => say.foreign(card.parties[*party].shown()),
        parties => say.count("rest-parties", parties.len()),
    }
}

fn party(
    drawing: &mut Drawing,
    say: Say,
    card: &Card,
    (at, node): (usize, &Node),
    (x, y): (i64, i64),
    prefix: Option<&str>,
    plates: bool,
) {
    let single = match node.parties.as_slice() {
        [party] if !node.rest => Some(&card.parties[*party]),
        _ => None,
    };
    if prefix.is_some() {
        let name = single.map_or_else(
            || node_name(say, card, node),
            |party| {
                let listed = say.listed(party);
                let part = say.plain(&format!("part-{}", party.part.word()));
                say.list(&[say.foreign(party.shown()), part, listed])
            },
        );
        let party = node.parties.first().filter(|_| single.is_some());
        let party = party.map_or_else(String::new, ToString::to_string);
        drawing.open(&format!(
            "class=\"node\" data-node=\"{at}\" data-party=\"{party}\" data-x=\"{}\" data-y=\"{y}\" role=\"button\" tabindex=\"-1\" aria-label=\"{name}\"",
            drawing.x(x + BOX.0 / 2)
        ));
    }
    let middle = x + BOX.0 / 2;
    let (fill, edge) = single.map_or(("#f4f6f8", FAINT), |party| {
        shade(party.part, party.listed.is_some())
    });
    let dash = if single.is_none() {
        " stroke-dasharray=\"5 3\""
    } else {
        ""
    };
    let wide = single.map_or(
        "1.2",
        |party| {
            if party.listed.is_some() { "2.4" } else { "1.4" }
        },
    );
    if single.is_none() {
        let style = format!("rx=\"9\" fill=\"{fill}\" stroke=\"{edge}\" stroke-width=\"1\"");
        drawing.rect((x + 6, y + 6), BOX, &style);
    }
    let style = format!(
        "class=\"box\" rx=\"9\" fill=\"{fill}\" stroke=\"{edge}\" stroke-width=\"{wide}\"{dash}"
    );
    drawing.rect((x, y), BOX, &style);
    let bold = Face::new(14, INK, Anchor::Middle).bold();
    match single {
        None => drawing.text((middle, y + 44), bold, &node_name(say, card, node)),
        Some(party) => inscription(drawing, say, party, (middle, y), plates),
    }
    if prefix.is_some() {
        drawing.close();
    }
}

fn inscription(
    drawing: &mut Drawing,
    say: Say,
    party: &CardParty,
    (middle, y): (i64, i64),
    plates: bool,
) {
    let lines = wrap(&safe(party.shown()), 25, 2);
    let bold = Face::new(14, INK, Anchor::Middle).bold();
    let named = !party.caption.is_empty() && !party.reference.is_empty();
    let first = match (lines.len(), named) {
        (1, true) => y + 34,
        (1, false) => y + 44,
        (_, true) => y + 27,
        (_, false) => y + 36,
    };
    for (at, line) in lines.iter().enumerate() {
        drawing.text((middle, first + 18 * at as i64), bold, &say.foreign(line));
    }
    if named {
        let reference = fit(&safe(&party.reference), 31);
        let size = if super::safe::width(&reference) > 26 {
            10
        } else {
            11
        };
        let small = Face::new(size, FAINT, Anchor::Middle);
        let below = first + 18 * lines.len() as i64 + 1;
        drawing.text((middle, below), small, &say.foreign(&reference));
    }
    // Plates on the upper edge: on a list, or the part that the party plays.
    let plate = match (&party.listed, party.part) {
        (Some(_), _) => Some((say.plain("listed-yes"), RED)),
        (None, Part::Middle) => None,
        (None, _) if !plates => None,
        (None, part) => Some((
            say.plain(&format!("part-{}", part.word())),
            shade(part, false).1,
        )),
    };
    if let Some((word, ink)) = plate {
        let wide = super::svg::wide(&word, 11) + 20;
        let style = format!("rx=\"9\" fill=\"{ink}\"");
        drawing.rect((middle - wide / 2, y - 9), (wide, 18), &style);
        let face = Face::new(11, "#ffffff", Anchor::Middle).bold();
        drawing.text((middle, y + 4), face, &escaped(&word));
    }
}
