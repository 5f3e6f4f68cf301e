//! One file that anyone can open: all findings of a dossier with pictures, in both languages, without a network.
//!
//! The page's content policy refuses everything but its own style and script, named by their hashes; nothing of a dossier
//! ever stands in either. Without the script everything can be read; it adds choosing in the picture, printing, saving.

use super::json::json;
use super::page;
use super::safe::escaped;
use super::words::{Form, Say};
use super::{Dossier, Language};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("../../assets/evidence.css");
const SCRIPT: &str = include_str!("../../assets/evidence.js");

/// The data that the page keeps for saving is left out when it is longer than this.
const MOST_DATA_BYTES: usize = 8 << 20;
/// More findings than this are counted.
const MOST_CARDS: usize = 100;

/// The page, in both languages with a switch, opened in this one.
///
/// ```
/// use kashf_trace::evidence::{Dossier, Language, html};
///
/// let page = html(&Dossier::default(), Language::Arabic);
/// assert!(page.contains("default-src 'none'") && page.contains("<html lang=\"ar\" dir=\"rtl\">"));
/// ```
#[must_use]
pub fn html(dossier: &Dossier, language: Language) -> String {
    let say = |language| Say {
        language,
        form: Form::Html,
        times: dossier.times,
        asked: dossier.asked(),
    };
    let first = say(language);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        language.tag(),
        language.direction(),
        hash_of(STYLE),
        hash_of(SCRIPT),
        title(dossier, first.in_attributes()),
    );
    let data = Some(json(dossier)).filter(|data| data.len() <= MOST_DATA_BYTES);
    bar(&mut out, language, say, data.is_some());
    for language in [Language::English, Language::Arabic] {
        article(&mut out, dossier, say(language));
    }
    if let Some(data) = data {
        // JSON as written here holds no angle bracket.
        out.push_str(&format!(
            "<script type=\"application/json\" id=\"data\">{data}</script>\n"
        ));
    }
    out.push_str(&format!("<script>{SCRIPT}</script>\n</body>\n</html>\n"));
    out
}

fn title(dossier: &Dossier, say: Say) -> String {
    if dossier.title.is_empty() {
        say.plain("title")
    } else {
        say.foreign(&dossier.title)
    }
}

/// The bar with the languages and the buttons.
fn bar(out: &mut String, chosen: Language, say: impl Fn(Language) -> Say, saves: bool) {
    let both = |key: &str| {
        [Language::English, Language::Arabic].map(|language| {
            let tag = language.tag();
            format!(
                "<span class=\"in-{tag}\" lang=\"{tag}\" dir=\"{}\">{}</span>",
                language.direction(),
                say(language).plain(key)
            )
        })
    };
    out.push_str("<div class=\"top\"><div><span class=\"name\">Kashf <bdi lang=\"ar\">");
    // KAF SHEEN FEH
    out.push_str("\u{643}\u{634}\u{641}</bdi></span><fieldset><legend class=\"unseen\">");
    out.push_str(&format!("{}</legend>", both("page-language").concat()));
    for language in [Language::English, Language::Arabic] {
        let tag = language.tag();
        let checked = if language == chosen {
            " checked=\"\""
        } else {
            ""
        };
        out.push_str(&format!(
            "<input type=\"radio\" name=\"speak\" id=\"speak-{tag}\" value=\"{tag}\"{checked}><label for=\"speak-{tag}\" lang=\"{tag}\">{}</label>",
            say(language).plain("language-name")
        ));
    }
    out.push_str("</fieldset>");
    let buttons = [("print", "page-print", true), ("save", "page-save", saves)];
    for (does, key, _) in buttons.iter().filter(|(_, _, shown)| *shown) {
        out.push_str(&format!(
            "<button type=\"button\" class=\"scripted\" data-do=\"{does}\">{}</button>",
            both(key).concat()
        ));
    }
    out.push_str("</div></div>\n");
}

fn article(out: &mut String, dossier: &Dossier, say: Say) {
    let tag = say.language.tag();
    out.push_str(&format!(
        "<main class=\"in-{tag}\" id=\"{tag}\" lang=\"{tag}\" dir=\"{}\" data-title=\"{}\">\n",
        say.language.direction(),
        title(dossier, say.in_attributes())
    ));
    let closing = format!("<p class=\"closing\">{}</p>\n", say.plain("closing"));
    out.push_str(&format!(
        "<a class=\"skip\" href=\"#{tag}-1\">{}</a>\n<h1>{}</h1>\n<p class=\"faint\">{}</p>\n{closing}",
        say.plain("page-skip"),
        title(dossier, say),
        subtitle(dossier, say)
    ));
    let cards = &dossier.cards[..dossier.cards.len().min(MOST_CARDS)];
    if cards.len() > 1 {
        let label = say.in_attributes().plain("label-contents");
        out.push_str(&format!(
            "<nav aria-label=\"{label}\"><ol class=\"contents\">"
        ));
        for (at, card) in cards.iter().enumerate() {
            let sum = card.amount.map_or_else(String::new, |a| say.amount(a));
            out.push_str(&format!(
                "<li><a href=\"#{tag}-{}\"><span>{}. {}</span> <span>{}</span> <span class=\"sum\">{sum}</span></a></li>",
                at + 1,
                at + 1,
                say.typology(&card.typology),
                say.headline(card)
            ));
        }
        out.push_str("</ol></nav>\n");
    }
    for (at, card) in cards.iter().enumerate() {
        page::card(out, say, card, &format!("{tag}-{}", at + 1), at + 1);
    }
    if dossier.cards.len() > MOST_CARDS {
        let rest = say.count("rest-findings", dossier.cards.len() - MOST_CARDS);
        out.push_str(&format!("<p>{rest}</p>\n"));
    }
    let rows = super::origin::rows(dossier, say);
    if !rows.is_empty() {
        out.push_str(&format!(
            "<section class=\"card\"><h2>{}</h2><dl class=\"origin\">",
            say.plain("label-source-of")
        ));
        for (label, value) in rows {
            out.push_str(&format!("<dt>{label}</dt><dd>{value}</dd>"));
        }
        out.push_str("</dl></section>\n");
    }
    out.push_str(&format!("{closing}</main>\n"));
}

fn subtitle(dossier: &Dossier, say: Say) -> String {
    let mut parts = vec![say.count("count-findings", dossier.cards.len())];
    if let Some(made) = &dossier.made {
        parts.push(format!("{} {}", say.plain("label-made"), say.ours(made)));
    }
    if !dossier.program.is_empty() {
        parts.push(say.foreign(&dossier.program));
    }
    parts.join(" \u{b7} ")
}

/// A source of the content policy: `sha256-` and the hash in Base64.
fn hash_of(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

/// Base64 with padding. SOURCE: RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three
            .iter()
            .chain([0, 0].iter())
            .take(3)
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        for place in 0..4 {
            if place <= three.len() {
                let six = (bits >> (18 - 6 * place)) & 63;
                out.push(char::from(LETTERS[six as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

/// A link to a party's entry in the page.
pub(super) fn party_link(prefix: &str, at: usize, shown: usize, text: &str) -> String {
    if at < shown {
        format!("<a href=\"#{}-p{at}\">{text}</a>", escaped(prefix))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_the_rfc() {
        let of = |text: &str| base64(text.as_bytes());
        assert_eq!(
            ["", "f", "fo", "foo", "foob"].map(of),
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
    }

    #[test]
    fn the_policy_names_what_stands_in_the_page() {
        let page = html(&Dossier::default(), Language::English);
        let between = |open: &str, close: &str| {
            let rest = page.split(open).nth(1).expect("it opens");
            rest.split(close).next().expect("it closes").to_owned()
        };
        let style = hash_of(&between("<style>", "</style>"));
        let script = hash_of(&between("<script>", "</script>"));
        assert!(page.contains(&format!("style-src '{style}'; script-src '{script}';")));
        for refused in [" style=", " onclick=", " onload=", " onerror="] {
            assert!(!page.contains(refused), "{refused}");
        }
    }

    #[test]
    fn style_and_script_load_nothing_and_cannot_be_ended() {
        for text in [STYLE, SCRIPT] {
            for refused in [
                "</",
                "url(",
                "@import",
                "fetch(",
                "XMLHttpRequest",
                "innerHTML",
                "eval(",
                "<!--",
            ] {
                assert!(!text.contains(refused), "{refused}");
            }
        }
    }
}
