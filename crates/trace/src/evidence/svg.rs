//! A small writer of SVG: whole numbers, presentation attributes only (no style sheet, so that a strict content policy has
//! nothing to refuse), everything mirrored for languages that run from right to left.

use super::{HopKind, Language, Part};
use crate::MoveKind;

pub(super) const INK: &str = "#1b2733";
pub(super) const FAINT: &str = "#52616f";
pub(super) const LINE: &str = "#8796a5";
pub(super) const RED: &str = "#a8201a";

/// Faces with Arabic and Latin letters, of this machine: nothing is loaded.
pub(super) const FACES: &str =
    "'Noto Sans','Noto Sans Arabic','Segoe UI','Helvetica Neue',Tahoma,Arial,sans-serif";

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// It begins there, in the direction of reading.
    Start,
    /// Its middle.
    Middle,
    /// It ends there.
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Face {
    pub(super) size: i64,
    pub(super) bold: bool,
    pub(super) colour: &'static str,
    pub(super) anchor: Anchor,
}

impl Face {
    pub(super) fn new(size: i64, colour: &'static str, anchor: Anchor) -> Self {
        Self {
            size,
            bold: false,
            colour,
            anchor,
        }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
}

/// A drawing.
#[derive(Clone, Debug)]
pub(super) struct Drawing {
    language: Language,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) out: String,
}

impl Drawing {
    pub(super) fn new(language: Language, width: i64, height: i64) -> Self {
        Self {
            language,
            width,
            height,
            out: String::new(),
        }
    }

    /// A place from the left, mirrored where the language asks for it.
    pub(super) fn x(&self, x: i64) -> i64 {
        match self.language {
            Language::English => x,
            Language::Arabic => self.width - x,
        }
    }

    pub(super) fn rect(&mut self, (x, y): (i64, i64), (width, height): (i64, i64), more: &str) {
        let x = match self.language {
            Language::English => x,
            Language::Arabic => self.width - x - width,
        };
        self.out.push_str(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {more}/>"
        ));
    }

    pub(super) fn line(&mut self, from: (i64, i64), to: (i64, i64), more: &str) {
        let (from_x, to_x) = (self.x(from.0), self.x(to.0));
        self.out.push_str(&format!(
            "<line x1=\"{from_x}\" y1=\"{}\" x2=\"{to_x}\" y2=\"{}\" {more}/>",
            from.1, to.1
        ));
    }

    pub(super) fn circle(&mut self, (x, y): (i64, i64), radius: i64, more: &str) {
        let x = self.x(x);
        self.out.push_str(&format!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {more}/>"
        ));
    }

    /// A path of points: `M` the first, then `C` by threes or `L` one by one, as the letter says.
    pub(super) fn path(&mut self, parts: &[(char, &[(i64, i64)])], more: &str) {
        let mut data = String::new();
        for (letter, points) in parts {
            data.push(*letter);
            for (at, (x, y)) in points.iter().enumerate() {
                if at > 0 {
                    data.push(' ');
                }
                data.push_str(&format!("{} {y}", self.x(*x)));
            }
        }
        self.out.push_str(&format!("<path d=\"{data}\" {more}/>"));
    }

    /// A text that is already escaped.
    pub(super) fn text(&mut self, (x, y): (i64, i64), face: Face, text: &str) {
        if text.is_empty() {
            return;
        }
        let x = self.x(x);
        let anchor = match face.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if face.bold {
            " font-weight=\"600\""
        } else {
            ""
        };
        self.out.push_str(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" fill=\"{}\" text-anchor=\"{anchor}\"{weight}>{text}</text>",
            face.size, face.colour
        ));
    }

    /// A text that stays readable on lines, on a white plate of about its size; its middle is at the place.
    pub(super) fn label(&mut self, (x, y): (i64, i64), face: Face, text: &str) {
        if text.is_empty() {
            return;
        }
        let wide = wide(text, face.size);
        let from = match face.anchor {
            Anchor::Start => x - 2,
            Anchor::Middle => x - wide / 2 - 2,
            Anchor::End => x - wide - 2,
        };
        let plate = (wide + 4, face.size + 3);
        let style = "rx=\"3\" fill=\"#ffffff\" fill-opacity=\"0.94\"";
        self.rect((from, y - face.size), plate, style);
        self.text((x, y), face, text);
    }

    pub(super) fn open(&mut self, attributes: &str) {
        self.out.push_str(&format!("<g {attributes}>"));
    }

    pub(super) fn close(&mut self) {
        self.out.push_str("</g>");
    }

    /// The whole picture; `name` (escaped) is what a screen reader says of it.
    pub(super) fn finish(self, attributes: &str, name: &str) -> String {
        let Self {
            language,
            width,
            height,
            out,
        } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             font-family=\"{FACES}\" direction=\"{}\" xml:lang=\"{}\" {attributes}><title>{name}</title>{out}</svg>",
            language.direction(),
            language.tag()
        )
    }
}

/// About how wide an escaped text is, at a size: two thirds of the size a column.
pub(super) fn wide(text: &str, size: i64) -> i64 {
    // Entities are few; each is counted as what it stands for.
    let plain = text
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "'")
        .replace("&#39;", "'");
    super::safe::width(&plain) as i64 * size * 3 / 5
}

/// The colour of a kind.
pub(super) fn colour(kind: HopKind) -> &'static str {
    match kind {
        HopKind::Move(MoveKind::Payment) => "#1d5a9e",
        HopKind::Move(MoveKind::Cash) => "#96540a",
        HopKind::Move(MoveKind::Crypto) => "#6a3d9a",
        HopKind::Move(MoveKind::Goods) => "#23744a",
        HopKind::Link(_) => "#52616f",
    }
}

/// The dashes of a kind: colour is never the only sign.
pub(super) fn dashes(kind: HopKind) -> &'static str {
    match kind {
        HopKind::Move(MoveKind::Payment) => "",
        HopKind::Move(MoveKind::Cash) => " stroke-dasharray=\"9 4\"",
        HopKind::Move(MoveKind::Crypto) => " stroke-dasharray=\"2 4\"",
        HopKind::Move(MoveKind::Goods) => " stroke-dasharray=\"12 3 2 3\"",
        HopKind::Link(_) => " stroke-dasharray=\"4 4\"",
    }
}

/// Fill and edge of a party's box.
pub(super) fn shade(part: Part, listed: bool) -> (&'static str, &'static str) {
    if listed {
        return ("#fdf0ef", RED);
    }
    match part {
        Part::Source => ("#eef5fc", "#1d5a9e"),
        Part::Hub => ("#fff6e6", "#96540a"),
        Part::Target => ("#f2f0fb", "#5b4bb0"),
        Part::Middle => ("#ffffff", LINE),
    }
}
