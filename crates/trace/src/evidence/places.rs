//! Where the boxes of a picture stand and how the steps run between them, in whole numbers.
//!
//! Three shapes: one way through all boxes winds over rows of four; one that comes back runs around a rectangle; all else
//! stands in columns, with steps over several columns led through the gaps between boxes.

use super::layers::{Layers, Tie};

pub(super) const BOX: (i64, i64) = (200, 78);
/// Between columns; wider than between the boxes of one way, for labels stand on curves there.
const GAP: (i64, i64) = (170, 30);
const WAY: (i64, i64) = (150, 86);
const MARGIN: i64 = 26;
/// Most boxes of a row of one way.
const IN_A_ROW: usize = 4;

/// A step's run: a path of points (first `M`, then triples of `C`), and where its label stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) points: Vec<(i64, i64)>,
    pub(super) label: (i64, i64),
    /// Whether the label's lines stand above and below a level line.
    pub(super) level: bool,
}

/// A picture's places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) width: i64,
    pub(super) height: i64,
    /// Upper left corner of each box.
    pub(super) boxes: Vec<(i64, i64)>,
    /// A run for each tie.
    pub(super) runs: Vec<Run>,
}

impl Places {
    pub(super) fn of(picture: &Layers) -> Self {
        match picture.way() {
            Some((way, true)) if way.len() > 2 => around(picture, &way),
            Some((way, false)) if way.len() > 2 => winding(picture, &way),
            _ => columns(picture),
        }
    }
}

fn cell(column: i64, row: i64, gap: (i64, i64)) -> (i64, i64) {
    (
        MARGIN + column * (BOX.0 + gap.0),
        MARGIN + row * (BOX.1 + gap.1),
    )
}

fn finish(boxes: Vec<(i64, i64)>, runs: Vec<Run>) -> Places {
    let right = boxes.iter().map(|place| place.0 + BOX.0);
    let low = boxes.iter().map(|place| place.1 + BOX.1);
    let far = runs.iter().flat_map(|run| run.points.iter());
    Places {
        width: right.max().unwrap_or(BOX.0) + MARGIN,
        height: low.chain(far.map(|point| point.1)).max().unwrap_or(BOX.1) + MARGIN,
        boxes,
        runs,
    }
}

/// One way, in rows of four, each row in the direction opposite to the one before.
fn winding(picture: &Layers, way: &[usize]) -> Places {
    let mut boxes = vec![(0, 0); picture.nodes.len()];
    for (at, node) in way.iter().enumerate() {
        let row = at / IN_A_ROW;
        let within = at % IN_A_ROW;
        let column = if row.is_multiple_of(2) {
            within
        } else {
            IN_A_ROW - 1 - within
        };
        boxes[*node] = cell(column as i64, row as i64, WAY);
    }
    let runs = straight_runs(picture, &boxes);
    finish(boxes, runs)
}

/// One way that comes back: clockwise around a rectangle of at most four columns.
fn around(picture: &Layers, way: &[usize]) -> Places {
    let count = way.len() as i64;
    let columns = ((count + 1) / 2).min(IN_A_ROW as i64);
    let sides = (count - 2 * columns).max(0);
    let right = (sides + 1) / 2;
    let rows = right + 2;
    let mut boxes = vec![(0, 0); picture.nodes.len()];
    for (at, node) in way.iter().enumerate() {
        let at = at as i64;
        boxes[*node] = if at < columns {
            cell(at, 0, WAY)
        } else if at < columns + right {
            cell(columns - 1, at - columns + 1, WAY)
        } else if at < 2 * columns + right && count >= 2 * columns {
            cell(columns - 1 - (at - columns - right), rows - 1, WAY)
        } else if count < 2 * columns {
            // An odd one: the lower row stands between the columns of the upper.
            let (x, y) = cell(columns - 1 - (at - columns), rows - 1, WAY);
            (x - (BOX.0 + WAY.0) / 2, y)
        } else {
            cell(0, rows - 2 - (at - 2 * columns - right), WAY)
        };
    }
    let runs = straight_runs(picture, &boxes);
    finish(boxes, runs)
}

/// Straight steps from edge to edge; parallel ones beside each other.
fn straight_runs(picture: &Layers, boxes: &[(i64, i64)]) -> Vec<Run> {
    (0..picture.ties.len())
        .map(|at| {
            let tie = &picture.ties[at];
            let (number, count) = parallel(picture, at);
            let aside = (2 * number - (count - 1)) * 17;
            straight(boxes[tie.from], boxes[tie.to], aside)
        })
        .collect()
}

/// Which of how many steps between the same boxes.
fn parallel(picture: &Layers, at: usize) -> (i64, i64) {
    let tie = &picture.ties[at];
    let same = |other: &Tie| {
        (other.from.min(other.to), other.from.max(other.to))
            == (tie.from.min(tie.to), tie.from.max(tie.to))
    };
    let count = picture.ties.iter().filter(|other| same(other)).count();
    let number = picture.ties[..at]
        .iter()
        .filter(|other| same(other))
        .count();
    (number as i64, count as i64)
}

fn straight(from: (i64, i64), to: (i64, i64), aside: i64) -> Run {
    let middle = |place: (i64, i64)| (place.0 + BOX.0 / 2, place.1 + BOX.1 / 2);
    let (a, b) = (middle(from), middle(to));
    let (across, down) = (b.0 - a.0, b.1 - a.1);
    let (start, end, level) = if down == 0 {
        let side = across.signum() * BOX.0 / 2;
        ((a.0 + side, a.1 + aside), (b.0 - side, b.1 + aside), true)
    } else {
        let side = down.signum() * BOX.1 / 2;
        ((a.0 + aside, a.1 + side), (b.0 + aside, b.1 - side), false)
    };
    let label = ((start.0 + end.0) / 2, (start.1 + end.1) / 2);
    Run {
        points: vec![start, thirds(start, end, 1), thirds(start, end, 2), end],
        label,
        level,
    }
}

fn thirds(from: (i64, i64), to: (i64, i64), part: i64) -> (i64, i64) {
    (
        from.0 + (to.0 - from.0) * part / 3,
        from.1 + (to.1 - from.1) * part / 3,
    )
}

/// Columns, each in the middle of the height.
fn columns(picture: &Layers) -> Places {
    let most = picture.columns.iter().map(Vec::len).max().unwrap_or(1) as i64;
    let pitch = BOX.1 + GAP.1;
    let mut boxes = vec![(0, 0); picture.nodes.len()];
    for (column, nodes) in picture.columns.iter().enumerate() {
        let above = (most - nodes.len() as i64) * pitch / 2;
        for (row, node) in nodes.iter().enumerate() {
            let (x, y) = cell(column as i64, row as i64, GAP);
            boxes[*node] = (x, y + above);
        }
    }
    let low = MARGIN + most * pitch;
    let ports = ports(picture, &boxes);
    let mut backs = 0;
    let mut runs = Vec::with_capacity(picture.ties.len());
    for (at, tie) in picture.ties.iter().enumerate() {
        if tie.back || tie.from == tie.to {
            backs += 1;
            runs.push(under(boxes[tie.from], boxes[tie.to], low + 34 * backs));
        } else {
            runs.push(forward(picture, tie, &boxes, ports[at]));
        }
    }
    finish(boxes, runs)
}

/// Where each step leaves and enters its boxes, spread over their sides in the order of the other ends.
fn ports(picture: &Layers, boxes: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut ports = vec![(BOX.1 / 2, BOX.1 / 2); picture.ties.len()];
    for node in 0..picture.nodes.len() {
        for leaving in [true, false] {
            let mut ties: Vec<usize> = (0..picture.ties.len())
                .filter(|at| {
                    let tie = &picture.ties[*at];
                    !tie.back && node == if leaving { tie.from } else { tie.to }
                })
                .collect();
            let other = |at: usize| {
                let tie = &picture.ties[at];
                boxes[if leaving { tie.to } else { tie.from }].1
            };
            ties.sort_by_key(|at| (other(*at), *at));
            let count = ties.len() as i64;
            for (number, at) in ties.into_iter().enumerate() {
                let y = BOX.1 * (number as i64 + 1) / (count + 1);
                if leaving {
                    ports[at].0 = y;
                } else {
                    ports[at].1 = y;
                }
            }
        }
    }
    ports
}

fn forward(picture: &Layers, tie: &Tie, boxes: &[(i64, i64)], port: (i64, i64)) -> Run {
    let (from, to) = (boxes[tie.from], boxes[tie.to]);
    let start = (from.0 + BOX.0, from.1 + port.0);
    let end = (to.0, to.1 + port.1);
    let mut stops = vec![start];
    let (first, last) = (picture.nodes[tie.from].layer, picture.nodes[tie.to].layer);
    for column in first + 1..last {
        let part = (column - first) as i64;
        let straight = start.1 + (end.1 - start.1) * part / (last - first) as i64;
        let y = gap(&picture.columns[column], boxes, straight);
        let x = cell(column as i64, 0, GAP).0;
        stops.extend([(x, y), (x + BOX.0, y)]);
    }
    stops.push(end);
    let mut points = vec![start];
    for pair in stops.windows(2) {
        let bend = (pair[1].0 - pair[0].0) / 2;
        points.extend([
            (pair[0].0 + bend, pair[0].1),
            (pair[1].0 - bend, pair[1].1),
            pair[1],
        ]);
    }
    // Labels stand on the curve at about a third, at the side with more boxes, where they are furthest apart.
    let sides = (
        picture.columns[first].len(),
        picture.columns[first + 1].len(),
    );
    let (one, two) = (stops[0], stops[1]);
    let (across, down) = match sides.0.cmp(&sides.1) {
        std::cmp::Ordering::Greater => (41, 33),
        std::cmp::Ordering::Equal => (50, 50),
        std::cmp::Ordering::Less => (59, 67),
    };
    let label = (
        one.0 + (two.0 - one.0) * across / 100,
        one.1 + (two.1 - one.1) * down / 100,
    );
    Run {
        points,
        label,
        level: false,
    }
}

/// The gap of a column that is nearest to a height.
fn gap(column: &[usize], boxes: &[(i64, i64)], y: i64) -> i64 {
    let mut gaps: Vec<i64> = column
        .iter()
        .map(|node| boxes[*node].1 - GAP.1 / 2)
        .collect();
    gaps.extend(column.last().map(|node| boxes[*node].1 + BOX.1 + GAP.1 / 2));
    gaps.into_iter()
        .min_by_key(|gap| ((gap - y).abs(), *gap))
        .unwrap_or(y)
}

/// A step that leads back runs under all columns.
fn under(from: (i64, i64), to: (i64, i64), low: i64) -> Run {
    let start = (from.0 + BOX.0 / 2 + 12, from.1 + BOX.1);
    let end = (to.0 + BOX.0 / 2 - 12, to.1 + BOX.1);
    let middle = (start.0 + end.0) / 2;
    Run {
        points: vec![
            start,
            (start.0, low),
            (start.0, low),
            (middle, low),
            (end.0, low),
            (end.0, low),
            end,
        ],
        label: (middle, low),
        level: false,
    }
}
