//! The movements of a card in time: a row each with its dot on a true scale; where they are many, how many fell into each
//! part of the span.

use super::safe::{fit, safe};
use super::svg::{Anchor, Drawing, FAINT, Face, INK, LINE, colour};
use super::words::Say;
use super::{Card, CardHop, HopKind};

/// More rows than this become counts.
const MOST_ROWS: usize = 24;
const BUCKETS: usize = 48;
const WIDTH: i64 = 1_060;
/// Where the scale begins and ends; left of it the rows are named.
const SCALE: (i64, i64) = (400, 1_010);
const ROW: i64 = 32;
const TOP: i64 = 34;

/// The picture; none where nothing has a time.
pub(super) fn timeline(say: Say, card: &Card, name: &str) -> Option<String> {
    let mut moved: Vec<usize> = (0..card.hops.len())
        .filter(|hop| card.hops[*hop].time.is_some())
        .collect();
    moved.sort_by_key(|hop| (card.hops[*hop].time, *hop));
    let first = moved.first().and_then(|hop| card.hops[*hop].time)?;
    let last = moved.last().and_then(|hop| card.hops[*hop].time)?;
    let scale = Scale { first, last };
    if moved.len() > MOST_ROWS {
        return Some(counts(say, card, &moved, scale, name));
    }
    let links: Vec<usize> = (0..card.hops.len())
        .filter(|hop| matches!(card.hops[*hop].kind, HopKind::Link(_)))
        .take(MOST_ROWS)
        .collect();
    let rows = (moved.len() + links.len()) as i64;
    let mut drawing = Drawing::new(say.language, WIDTH, TOP + ROW * rows + 16);
    ticks(&mut drawing, say, scale, TOP + ROW * rows);
    let mut before = None;
    for (row, hop) in moved.iter().enumerate() {
        let step = &card.hops[*hop];
        let y = TOP + ROW * row as i64 + ROW / 2;
        let x = scale.x(step.time.unwrap_or(first));
        if let Some(from) = before {
            drawing.line(
                from,
                (x, y),
                &format!("stroke=\"{LINE}\" stroke-width=\"1\""),
            );
        }
        before = Some((x, y));
        row_name(&mut drawing, say, card, (*hop, step), y);
    }
    for (row, hop) in moved.iter().enumerate() {
        let step = &card.hops[*hop];
        let y = TOP + ROW * row as i64 + ROW / 2;
        let x = scale.x(step.time.unwrap_or(first));
        drawing.circle((x, y), 6, &format!("fill=\"{}\"", colour(step.kind)));
        let text = format!("{} \u{b7} {}", say.measure(step), say.when(step));
        let (x, anchor) = if x > (SCALE.0 + SCALE.1) / 2 {
            (x - 12, Anchor::End)
        } else {
            (x + 12, Anchor::Start)
        };
        drawing.label((x, y + 4), Face::new(12, INK, anchor), &text);
    }
    for (row, hop) in links.iter().enumerate() {
        let y = TOP + ROW * (moved.len() + row) as i64 + ROW / 2;
        link(&mut drawing, say, card, *hop, scale, y);
    }
    Some(drawing.finish("class=\"time\" role=\"img\"", name))
}

#[derive(Clone, Copy)]
struct Scale {
    first: i64,
    last: i64,
}

impl Scale {
    fn x(self, time: i64) -> i64 {
        let span = i128::from(self.last) - i128::from(self.first);
        if span == 0 {
            return (SCALE.0 + SCALE.1) / 2;
        }
        let part = i128::from(time.clamp(self.first, self.last)) - i128::from(self.first);
        // It fits: a part of the scale.
        SCALE.0 + i64::try_from(part * i128::from(SCALE.1 - SCALE.0) / span).unwrap_or(0)
    }
}

fn row_name(drawing: &mut Drawing, say: Say, card: &Card, (hop, step): (usize, &CardHop), y: i64) {
    let party = |at: usize| {
        let shown = card.parties.get(at).map_or("?", |party| party.shown());
        say.foreign(&fit(&safe(shown), 22))
    };
    let number = say.ours(&(hop + 1).to_string());
    let text = format!(
        "{number} \u{b7} {} {} {}",
        party(step.from),
        say.arrow(),
        party(step.to)
    );
    drawing.text((16, y + 4), Face::new(12, INK, Anchor::Start), &text);
    drawing.line(
        (16, y + ROW / 2),
        (SCALE.1 + 20, y + ROW / 2),
        "stroke=\"#e3e8ed\" stroke-width=\"1\"",
    );
}

fn ticks(drawing: &mut Drawing, say: Say, scale: Scale, low: i64) {
    let parts: i64 = if scale.first == scale.last { 0 } else { 4 };
    for part in 0..=parts {
        let span = i128::from(scale.last) - i128::from(scale.first);
        let passed = span * i128::from(part) / i128::from(parts.max(1));
        // It fits: between first and last.
        let time = i64::try_from(i128::from(scale.first) + passed).unwrap_or(scale.last);
        let x = scale.x(time);
        drawing.line((x, TOP), (x, low), "stroke=\"#d5dce3\" stroke-width=\"1\"");
        let anchor = match part {
            _ if parts == 0 => Anchor::Middle,
            4 => Anchor::End,
            _ => Anchor::Middle,
        };
        let x = if anchor == Anchor::End { x + 30 } else { x };
        drawing.text((x, TOP - 12), Face::new(11, FAINT, anchor), &say.time(time));
    }
}

/// A link as a bar over the days that it stands, as far as they are known.
fn link(drawing: &mut Drawing, say: Say, card: &Card, hop: usize, scale: Scale, y: i64) {
    let step = &card.hops[hop];
    row_name(drawing, say, card, (hop, step), y);
    let day = |day: i32| i64::from(day) * 86_400;
    let from = scale.x(step.stands.0.map_or(scale.first, day));
    let to = scale.x(step.stands.1.map_or(scale.last, day));
    let style = format!(
        "rx=\"4\" fill=\"{}\" fill-opacity=\"0.22\" stroke=\"{}\" stroke-dasharray=\"4 4\"",
        colour(step.kind),
        colour(step.kind)
    );
    drawing.rect((from, y - 8), ((to - from).max(2), 16), &style);
    let mut words = vec![say.kind(step.kind), say.measure(step), say.when(step)];
    words.retain(|word| !word.is_empty());
    let face = Face::new(12, INK, Anchor::Start);
    drawing.text((SCALE.0 + 12, y + 4), face, &words.join(" \u{b7} "));
}

fn counts(say: Say, card: &Card, moved: &[usize], scale: Scale, name: &str) -> String {
    let mut buckets = vec![0_i64; BUCKETS];
    let span = (i128::from(scale.last) - i128::from(scale.first)).max(1);
    for time in moved.iter().filter_map(|hop| card.hops[*hop].time) {
        let part = (i128::from(time) - i128::from(scale.first)) * BUCKETS as i128 / (span + 1);
        // It fits: below the number of buckets.
        buckets[usize::try_from(part).unwrap_or(0).min(BUCKETS - 1)] += 1;
    }
    let most = buckets.iter().copied().max().unwrap_or(1).max(1);
    let tall = 150;
    let low = TOP + tall;
    let mut drawing = Drawing::new(say.language, WIDTH, low + 20);
    ticks(&mut drawing, say, scale, low);
    let wide = (SCALE.1 - SCALE.0) / BUCKETS as i64;
    for (at, count) in buckets.iter().enumerate() {
        let high = count * (tall - 10) / most;
        let x = SCALE.0 + at as i64 * (SCALE.1 - SCALE.0) / BUCKETS as i64;
        let style = "fill=\"#1d5a9e\" fill-opacity=\"0.8\"";
        drawing.rect((x, low - high), ((wide - 1).max(1), high), style);
    }
    drawing.line(
        (SCALE.0, low),
        (SCALE.1, low),
        &format!("stroke=\"{LINE}\""),
    );
    let bold = Face::new(14, INK, Anchor::Start).bold();
    drawing.text(
        (16, TOP + 30),
        bold,
        &say.count("count-movements", moved.len()),
    );
    let small = Face::new(12, FAINT, Anchor::Start);
    let text = say.span((scale.first, scale.last));
    drawing.text((16, TOP + 52), small, &text);
    let part = i64::try_from(span / BUCKETS as i128).unwrap_or(i64::MAX);
    let fills = [
        (
            "count",
            super::words::Fill::Ready(
                say.count("count-movements", usize::try_from(most).unwrap_or(0)),
            ),
        ),
        ("time", super::words::Fill::Ready(say.lasting(part))),
    ];
    drawing.text((16, TOP + 74), small, &say.with("tallest", &fills));
    drawing.finish("class=\"time\" role=\"img\"", name)
}
