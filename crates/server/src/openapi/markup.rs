//! Text of the document as HTML: escaped, with the little Markdown that our descriptions use.

/// Text in which nothing is markup any more.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// A description: paragraphs, `code`, [links](address).
pub(super) fn paragraphs(text: &str) -> String {
    let paragraphs = text.trim().split("\n\n").map(str::trim);
    let paragraphs = paragraphs.filter(|paragraph| !paragraph.is_empty());
    paragraphs
        .map(|paragraph| format!("<p>{}</p>\n", inline(paragraph)))
        .collect()
}

/// One piece of text with `code` and links.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            out.push_str(&format!("<code>{}</code>", escape(part)));
        } else {
            out.push_str(&links(part));
        }
    }
    out
}

fn links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, label, address, after)) = link(rest) {
        out.push_str(&escape(before));
        out.push_str(&format!(
            "<a href=\"{}\">{}</a>",
            escape(address),
            escape(label)
        ));
        rest = after;
    }
    out.push_str(&escape(rest));
    out
}

/// The first link: what stands before it, its label, its address, what stands after.
fn link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_once('[')?;
    let (label, rest) = rest.split_once("](")?;
    let (address, after) = rest.split_once(')')?;
    let known = ["https://", "/", "#"];
    let known = known.iter().any(|begin| address.starts_with(begin));
    (known && !label.contains('[')).then_some((before, label, address, after))
}

/// A place on the page that a link may lead to.
pub(super) fn anchor(text: &str) -> String {
    let letters = text.chars().map(|c| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    });
    let anchor: String = letters.collect();
    anchor.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup_but_what_we_know() {
        assert_eq!(
            inline("a <b> & `c<d>` [e](/f) [g](javascript:h)"),
            "a &lt;b&gt; &amp; <code>c&lt;d&gt;</code> <a href=\"/f\">e</a> [g](javascript:h)"
        );
        assert_eq!(
            paragraphs("one\ntwo\n\nthree"),
            "<p>one\ntwo</p>\n<p>three</p>\n"
        );
    }
}
