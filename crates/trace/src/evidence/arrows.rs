//! The steps of a picture: lines with heads, and what stands on them.

use super::Card;
use super::graph::node_name;
use super::layers::{Layers, Tie};
use super::places::Run;
use super::svg::{Anchor, Drawing, FAINT, Face, INK, colour, dashes};
use super::words::Say;

/// A step's line with its head; inside a page with what a screen reader says.
pub(super) fn arrow(
    drawing: &mut Drawing,
    say: Say,
    card: &Card,
    (at, tie, run): (usize, &Tie, &Run),
    picture: &Layers,
    prefix: Option<&str>,
) {
    let ink = colour(tie.kind);
    if prefix.is_some() {
        // As it stands: who gave or holds comes first.
        let (one, other) = tie.stands();
        let name = format!(
            "{} {} {}: {}",
            node_name(say, card, &picture.nodes[one]),
            say.arrow(),
            node_name(say, card, &picture.nodes[other]),
            say.list(&tie_words(say, card, tie))
        );
        drawing.open(&format!(
            "class=\"tie\" data-tie=\"{at}\" data-from=\"{}\" data-to=\"{}\" role=\"img\" aria-label=\"{name}\"",
            tie.from, tie.to
        ));
        // A wide line that no one sees, for the mouse.
        curve(
            drawing,
            run,
            "fill=\"none\" stroke=\"#000000\" stroke-opacity=\"0\" stroke-width=\"16\"",
        );
    }
    let wide = match tie.hops.len() {
        0..=1 => "1.6",
        2..=9 => "2.4",
        _ => "3.2",
    };
    let style = format!(
        "class=\"run\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{wide}\"{}",
        dashes(tie.kind)
    );
    curve(drawing, run, &style);
    let along = if tie.walked_back {
        0
    } else {
        run.points.len() - 1
    };
    let toward = if tie.walked_back {
        1
    } else {
        run.points.len() - 2
    };
    // The head shows who received, or what is held; a link walked back is drawn as it stands.
    head(drawing, run.points[along], run.points[toward], ink);
    if prefix.is_some() {
        drawing.close();
    }
}

fn curve(drawing: &mut Drawing, run: &Run, style: &str) {
    drawing.path(&[('M', &run.points[..1]), ('C', &run.points[1..])], style);
}

/// An arrow's head at a point, coming from another: level or upright, whichever is nearer.
fn head(drawing: &mut Drawing, tip: (i64, i64), from: (i64, i64), ink: &str) {
    let (x, y) = (tip.0 - from.0, tip.1 - from.1);
    let (one, two) = if x.abs() >= y.abs() {
        let back = tip.0 - 9 * x.signum();
        ((back, tip.1 - 5), (back, tip.1 + 5))
    } else {
        let back = tip.1 - 9 * y.signum();
        ((tip.0 - 5, back), (tip.0 + 5, back))
    };
    let style = format!("fill=\"{ink}\" stroke=\"none\"");
    drawing.path(&[('M', &[tip]), ('L', &[one]), ('L', &[two])], &style);
}

/// What a step says: kind, how much, when or how many.
pub(super) fn tie_words(say: Say, card: &Card, tie: &Tie) -> Vec<String> {
    let mut words = vec![say.kind(tie.kind)];
    if let [hop] = tie.hops.as_slice() {
        words.push(say.measure(&card.hops[*hop]));
        words.push(say.when(&card.hops[*hop]));
    } else {
        words.push(say.amounts(&tie.sums));
        words.push(say.count("count-movements", tie.hops.len()));
        words.extend(tie.span.map(|span| say.span(span)));
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What stands on a step's line.
pub(super) fn labels(drawing: &mut Drawing, say: Say, card: &Card, tie: &Tie, run: &Run) {
    let ink = colour(tie.kind);
    let (x, y) = run.label;
    let bold = Face::new(13, INK, Anchor::Middle).bold();
    let kind = Face::new(11, ink, Anchor::Middle).bold();
    let small = Face::new(11, FAINT, Anchor::Middle);
    let number = match tie.hops.as_slice() {
        [hop] if card.hops.len() > 1 && card.hops.len() <= 40 => {
            format!("{} \u{b7} ", say.ours(&(hop + 1).to_string()))
        }
        _ => String::new(),
    };
    let title = format!("{number}{}", say.kind(tie.kind));
    let (measure, when) = match tie.hops.as_slice() {
        [hop] => (say.measure(&card.hops[*hop]), say.when(&card.hops[*hop])),
        hops => (
            say.amounts(&tie.sums),
            say.count("count-movements", hops.len()),
        ),
    };
    if run.level {
        drawing.label((x, y - 26), kind, &title);
        drawing.label((x, y - 9), bold, &measure);
        drawing.label((x, y + 18), small, &when);
    } else if measure.is_empty() {
        drawing.label((x, y - 2), kind, &title);
        drawing.label((x, y + 12), small, &when);
    } else {
        drawing.label((x, y - 4), bold, &format!("{number}{measure}"));
        let line = if when.is_empty() {
            say.kind(tie.kind)
        } else {
            when
        };
        drawing.label((x, y + 11), small, &line);
    }
}
