//! The amounts of a card as bands from column to column, as wide as what moved (a Sankey diagram).
//!
//! Widths compare within one currency only, for no rate of exchange is known here. What leads back is drawn to a second bar of
//! the same party at the end, so that money which comes back is seen to come back.

use super::graph::node_name;
use super::layers::{Layers, Tie};
use super::safe::{fit, safe};
use super::svg::{Anchor, Drawing, FAINT, Face, INK, colour};
use super::words::{Fill, Say};
use super::{Card, HopKind};
use crate::Currency;
use std::collections::{BTreeMap, BTreeSet};

const BAR: i64 = 14;
/// How tall the amounts of a column are: one band alone need not fill the page.
const TALL: (i64, i64) = (110, 240);
const PITCH: i64 = 230;
/// Room for the words beside the last column.
const WORDS: i64 = 190;
const MARGIN: (i64, i64) = (16, 22);
/// Height that a bar with its two lines of text takes at least.
const LEAST: i64 = 36;

/// A bar: a box of the picture, or its second appearance.
struct Bar {
    node: usize,
    again: bool,
    layer: usize,
    high: i64,
    y: i64,
}

/// A band: from bar, to bar, width, which tie.
struct Band {
    from: usize,
    to: usize,
    wide: i64,
    tie: usize,
}

/// The picture and how many currencies it holds; none where nothing with an amount moved.
pub(super) fn sankey(say: Say, card: &Card, name: &str) -> Option<(String, usize)> {
    let picture = Layers::of(card);
    let moves = |tie: &&Tie| matches!(tie.kind, HopKind::Move(_)) && tie.from != tie.to;
    let ties: Vec<&Tie> = picture.ties.iter().filter(moves).collect();
    let currencies: BTreeSet<Currency> = ties
        .iter()
        .flat_map(|tie| tie.sums.iter())
        .filter(|sum| sum.minor > 0)
        .map(|sum| sum.currency)
        .collect();
    if currencies.is_empty() {
        return None;
    }
    let (mut bars, mut bands) = bars(&picture, &ties, &currencies);
    let columns = bars.iter().map(|bar| bar.layer).max().unwrap_or(0) + 1;
    let low = stack(&mut bars, columns);
    let width = (MARGIN.0 + BAR + PITCH * (columns as i64 - 1) + WORDS).max(1_060);
    let pitch = (width - MARGIN.0 - BAR - WORDS) / (columns as i64 - 1).max(1);
    let mut drawing = Drawing::new(say.language, width, low + MARGIN.1);
    let x = |bar: &Bar| MARGIN.0 + bar.layer as i64 * pitch;

    // Bands leave and arrive in the order of where they go and come from.
    let mut left = vec![0; bars.len()];
    let mut entered = vec![0; bars.len()];
    let mut starts = vec![0; bands.len()];
    bands.sort_by_key(|band| (bars[band.to].y, bars[band.from].y, band.tie));
    for (at, band) in bands.iter().enumerate() {
        starts[at] = bars[band.from].y + left[band.from];
        left[band.from] += band.wide;
    }
    let mut order: Vec<usize> = (0..bands.len()).collect();
    order.sort_by_key(|at| {
        (
            bars[bands[*at].from].y,
            bars[bands[*at].to].y,
            bands[*at].tie,
        )
    });
    for at in order {
        let band = &bands[at];
        let end = bars[band.to].y + entered[band.to];
        entered[band.to] += band.wide;
        let from = (x(&bars[band.from]) + BAR, starts[at]);
        ribbon(
            &mut drawing,
            from,
            (x(&bars[band.to]), end),
            band.wide,
            ties[band.tie].kind,
        );
    }
    for bar in &bars {
        drawing.rect(
            (x(bar), bar.y),
            (BAR, bar.high),
            &format!("rx=\"2\" fill=\"{INK}\""),
        );
    }
    for (at, bar) in bars.iter().enumerate() {
        words(&mut drawing, say, card, &picture, bar, x(bar), &{
            let of_bar = bands.iter().filter(|band| band.from == at || band.to == at);
            let (mut given, mut taken) = (Vec::new(), Vec::new());
            for band in of_bar {
                let side = if band.from == at {
                    &mut given
                } else {
                    &mut taken
                };
                side.extend(ties[band.tie].sums.iter().copied());
            }
            super::pairs::sums(if given.is_empty() { taken } else { given }.into_iter())
        });
    }
    let picture = drawing.finish("class=\"flow\" role=\"img\"", name);
    Some((picture, currencies.len()))
}

fn bars(picture: &Layers, ties: &[&Tie], currencies: &BTreeSet<Currency>) -> (Vec<Bar>, Vec<Band>) {
    let mut places: BTreeMap<(usize, usize, bool), usize> = BTreeMap::new();
    let mut bars: Vec<Bar> = Vec::new();
    let mut bar = |layer: usize, node: usize, again: bool| {
        *places.entry((layer, node, again)).or_insert_with(|| {
            bars.push(Bar {
                node,
                again,
                layer,
                high: 0,
                y: 0,
            });
            bars.len() - 1
        })
    };
    // Bars in the order of the picture's columns, second appearances after them.
    let used: BTreeSet<usize> = ties
        .iter()
        .flat_map(|tie| [Some(tie.from), (!tie.back).then_some(tie.to)])
        .flatten()
        .collect();
    let first = used.iter().map(|node| picture.nodes[*node].layer).min();
    let first = first.unwrap_or(0);
    for node in picture
        .columns
        .iter()
        .flatten()
        .filter(|node| used.contains(node))
    {
        bar(picture.nodes[*node].layer - first, *node, false);
    }
    let mut ends = Vec::new();
    for tie in ties {
        let from = picture.nodes[tie.from].layer - first;
        let to = if tie.back {
            bar(from + 1, tie.to, true)
        } else {
            bar(picture.nodes[tie.to].layer - first, tie.to, false)
        };
        ends.push((bar(from, tie.from, false), to));
    }
    let mut alone = vec![0; bars.len()];
    for bar in &bars {
        alone[bar.layer] += 1;
    }
    let tall = if alone.iter().all(|bars| *bars < 2) {
        TALL.0
    } else {
        TALL.1
    };
    // Per currency: the most that any column gives or takes is as tall as the picture's share for it.
    let mut wide = vec![0; ties.len()];
    for currency in currencies {
        let of = |tie: &Tie| {
            let sum = tie.sums.iter().find(|sum| sum.currency == *currency);
            i128::from(sum.map_or(0, |sum| sum.minor))
        };
        let mut sides: BTreeMap<(usize, bool), i128> = BTreeMap::new();
        for (tie, (from, to)) in ties.iter().zip(&ends) {
            *sides.entry((bars[*from].layer, true)).or_default() += of(tie);
            *sides.entry((bars[*to].layer, false)).or_default() += of(tie);
        }
        let most = sides.values().max().copied().unwrap_or(1).max(1);
        let share = i128::from(tall) / currencies.len() as i128;
        for (at, tie) in ties.iter().enumerate() {
            if of(tie) > 0 {
                // It fits: at most `tall`.
                wide[at] += i64::try_from(of(tie) * share / most).unwrap_or(tall).max(2);
            }
        }
    }
    let bands: Vec<Band> = ends
        .iter()
        .enumerate()
        .filter(|(tie, _)| wide[*tie] > 0)
        .map(|(tie, (from, to))| Band {
            from: *from,
            to: *to,
            wide: wide[tie],
            tie,
        })
        .collect();
    for (at, bar) in bars.iter_mut().enumerate() {
        let side = |leaving: bool| -> i64 {
            let of = bands
                .iter()
                .filter(|band| at == if leaving { band.from } else { band.to });
            of.map(|band| band.wide).sum()
        };
        bar.high = side(true).max(side(false)).max(2);
    }
    (bars, bands)
}

/// Stands the bars of each column under one another, each column in the middle; gives the lowest edge.
fn stack(bars: &mut [Bar], columns: usize) -> i64 {
    let takes = |bar: &Bar| bar.high.max(LEAST) + 14;
    let tall = (0..columns).map(|column| -> i64 {
        let of = bars.iter().filter(|bar| bar.layer == column);
        of.map(takes).sum()
    });
    let tall: Vec<i64> = tall.collect();
    let most = tall.iter().copied().max().unwrap_or(0);
    for (column, tall) in tall.iter().enumerate() {
        let mut y = MARGIN.1 + (most - tall) / 2;
        for bar in bars.iter_mut().filter(|bar| bar.layer == column) {
            bar.y = y + (bar.high.max(LEAST) - bar.high) / 2;
            y += takes(bar);
        }
    }
    MARGIN.1 + most
}

fn ribbon(drawing: &mut Drawing, from: (i64, i64), to: (i64, i64), wide: i64, kind: HopKind) {
    let middle = (from.0 + to.0) / 2;
    let style = format!(
        "fill=\"{}\" fill-opacity=\"0.42\" stroke=\"none\"",
        colour(kind)
    );
    drawing.path(
        &[
            ('M', &[from]),
            ('C', &[(middle, from.1), (middle, to.1), to]),
            ('L', &[(to.0, to.1 + wide)]),
            (
                'C',
                &[
                    (middle, to.1 + wide),
                    (middle, from.1 + wide),
                    (from.0, from.1 + wide),
                ],
            ),
            ('Z', &[]),
        ],
        &style,
    );
}

fn words(
    drawing: &mut Drawing,
    say: Say,
    card: &Card,
    picture: &Layers,
    bar: &Bar,
    x: i64,
    sums: &[crate::Amount],
) {
    let node = &picture.nodes[bar.node];
    let mut name = match node.parties.as_slice() {
        [party] if !node.rest => say.foreign(&fit(&safe(card.parties[*party].shown()), 24)),
        _ => node_name(say, card, node),
    };
    if bar.again {
        name = say.with("again", &[("party", Fill::Ready(name))]);
    }
    let (x, anchor) = (x + BAR + 6, Anchor::Start);
    let y = bar.y + bar.high / 2;
    drawing.text((x, y - 2), Face::new(12, INK, anchor).bold(), &name);
    drawing.text(
        (x, y + 13),
        Face::new(11, FAINT, anchor),
        &say.amounts(sums),
    );
}
