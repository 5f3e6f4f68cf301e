//! Two entries side by side: each property in one row, Arabic and Latin in straight columns.

use super::card::sentence;
use super::{Look, Tint, fit, is_right_to_left, safe, width, wrap};
use kashf::{EntityCard, QueueItem};

/// Columns of the property's name.
const NAME: usize = 18;

/// Values of one property that are shown.
const SHOWN: usize = 6;

/// The pair as a person judges it: what each list says, then what agrees and what contradicts.
pub(crate) fn side_by_side(item: &QueueItem, look: &Look) -> String {
    let column = look.width.saturating_sub(NAME + 6) / 2;
    let mut text = String::new();
    let head = |card: &EntityCard| format!("{} ({})", card.id, card.datasets.join(" + "));
    let heads = [head(&item.left), head(&item.right)];
    row(&mut text, "", [&heads[0], &heads[1]], column, look);
    row(
        &mut text,
        "kind",
        [&item.left.schema, &item.right.schema],
        column,
        look,
    );
    for prop in properties(&item.left, &item.right) {
        let (left, right) = (values(&item.left, prop), values(&item.right, prop));
        for at in 0..left.len().max(right.len()).min(SHOWN) {
            let name = if at == 0 { prop } else { "" };
            let cell = |values: &[String]| -> String {
                let more = values.len().saturating_sub(SHOWN);
                match values.get(at) {
                    Some(value) if at + 1 == SHOWN && more > 0 => {
                        format!("{value} (and {more} more)")
                    }
                    Some(value) => value.clone(),
                    None if at == 0 => "-".to_owned(),
                    None => String::new(),
                }
            };
            row(&mut text, name, [&cell(&left), &cell(&right)], column, look);
        }
    }
    text.push('\n');
    for (title, wanted) in [("agrees", 1), ("contradicts", -1), ("beside", 0)] {
        let reasons = item
            .line
            .reasons
            .iter()
            .filter(|reason| reason.points.signum() == wanted);
        let mut first = true;
        for reason in reasons {
            if std::mem::take(&mut first) {
                text.push_str(&format!("  {}\n", look.faint(title)));
            }
            let tint = if wanted < 0 {
                Tint::Yellow
            } else {
                Tint::Green
            };
            let points = look.tinted(tint, &format!("{:>+5}", reason.points));
            sentence(&mut text, &points, &reason.en, look);
        }
    }
    text
}

/// The properties of either side: as the left one orders them, then what only the right one has.
fn properties<'c>(left: &'c EntityCard, right: &'c EntityCard) -> Vec<&'c str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in left.values.iter().chain(&right.values) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

fn values(card: &EntityCard, prop: &str) -> Vec<String> {
    let found = card.values.iter().find(|(name, _)| name == prop);
    found.map(|(_, values)| values.clone()).unwrap_or_default()
}

/// One row: a value that is too long takes more lines, each in its own column.
fn row(text: &mut String, name: &str, cells: [&str; 2], column: usize, look: &Look) {
    let lines = cells.map(|cell| {
        let words = wrap(&safe(cell).replace('\n', " "), column);
        let lines: Vec<String> = words.iter().map(|line| fit(line, column)).collect();
        lines
    });
    for at in 0..lines[0].len().max(lines[1].len()).max(1) {
        let name = if at == 0 {
            fit(name, NAME)
        } else {
            String::new()
        };
        let cell = |side: usize| lines[side].get(at).map_or("", String::as_str);
        let shown = |cell: &str| {
            if look.isolate && cell.chars().any(is_right_to_left) {
                look.isolated(cell)
            } else {
                cell.to_owned()
            }
        };
        let pad = |text: &str, columns: usize| " ".repeat(columns.saturating_sub(width(text)));
        let line = format!(
            "  {}{}  {}{}  {}",
            look.faint(&name),
            pad(&name, NAME),
            shown(cell(0)),
            pad(cell(0), column),
            shown(cell(1))
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_column_stands_straight_beside_arabic() {
        let look = Look {
            colour: false,
            isolate: true,
            width: 80,
        };
        let mut text = String::new();
        row(&mut text, "name", ["\u{643}\u{634}\u{641}", "A"], 20, &look);
        row(
            &mut text,
            "",
            ["Kashf of a rather long name", "B"],
            20,
            &look,
        );
        let column = |line: &str, what: char| width(&line[..line.find(what).unwrap()]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(column(lines[0], 'A'), column(lines[1], 'B'), "{text}");
        assert_eq!(lines.len(), 3, "a long value goes on below: {text}");
    }
}
