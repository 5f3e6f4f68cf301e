//! What the listings of a match mean, on its card: one glance tells a freeze from a restriction.

use super::card::sentence;
use super::{Look, Tint};
use kashf::{ListingLine, MatchLine, freeze_heading};
use kashf_screen::measures::Blocking;

/// ARABIC COMMA.
const COMMA: char = '\u{60c}';

/// Appends the listings of a match; `explain` adds the Arabic, the legal basis and the exemptions.
pub(super) fn listings(text: &mut String, found: &MatchLine, look: &Look, explain: bool) {
    // Programmes of a list that ask the same share a line.
    let mut groups: Vec<Vec<&ListingLine>> = Vec::new();
    for listing in found.listing.iter().filter(|l| !l.measures.is_empty()) {
        match groups.iter_mut().find(|group| same(group[0], listing)) {
            Some(group) => group.push(listing),
            None => groups.push(vec![listing]),
        }
    }
    for group in groups {
        lines_of(text, &group, look, explain);
    }
    if explain {
        background(text, found, look);
    }
}

fn same(one: &ListingLine, other: &ListingLine) -> bool {
    let of = |l: &ListingLine| {
        (
            l.dataset.clone(),
            l.source.clone(),
            l.checked,
            l.ended.clone(),
        )
    };
    of(one) == of(other) && one.measures == other.measures
}

fn lines_of(text: &mut String, group: &[&ListingLine], look: &Look, explain: bool) {
    let listing = group[0];
    let blocking = listing.blocking();
    let (en, ar) = freeze_heading(blocking);
    let tint = match blocking {
        Some(Blocking::Yes) => Tint::Red,
        Some(Blocking::No) => Tint::Cyan,
        Some(Blocking::Unknown) | None => Tint::Yellow,
    };
    let measures = each_once(listing.measures.iter().map(|m| m.en.as_str()));
    let mut place = vec![look.foreign(&listing.dataset)];
    let programmes = each_once(group.iter().filter_map(|l| l.programme.as_deref()));
    if !programmes.is_empty() {
        let programmes: Vec<String> = programmes.iter().map(|p| look.foreign(p)).collect();
        place.push(programmes.join(" + "));
    }
    let nobody_knows = listing.measures.iter().all(|m| m.code == "unknown");
    match (listing.source.as_str(), listing.checked) {
        ("list", _) => place.push("said by the list".to_owned()),
        _ if nobody_knows => {}
        (_, true) => place.push("Kashf's table".to_owned()),
        (_, false) => place.push("Kashf's table, not checked".to_owned()),
    }
    place.extend(listing.ended.iter().map(|day| format!("ended {day}")));
    let line = format!("{}: {} ({})", en, measures.join(", "), place.join(", "));
    // Colour is never the only sign: the heading says it in words.
    let mut lines = String::new();
    sentence(&mut lines, "     ", &line, look);
    text.push_str(&lines.replacen(en, &look.tinted(tint, en), 1));
    if explain {
        let measures = each_once(listing.measures.iter().map(|m| m.ar.as_str()));
        let line = format!("{ar}: {}", measures.join(&format!("{COMMA} ")));
        sentence(text, "     ", &line, look);
    }
}

/// Legal basis, exemptions and where to look it up.
fn background(text: &mut String, found: &MatchLine, look: &Look) {
    let all = || found.listing.iter();
    let basis = each_once(all().flat_map(|l| &l.legal_basis).map(String::as_str));
    if !basis.is_empty() {
        let line = format!("Legal basis: {}.", basis.join("; "));
        sentence(text, "     ", &line, look);
    }
    for exemption in each_once(all().flat_map(|l| &l.exemptions).map(|e| e.en.as_str())) {
        sentence(text, "     ", &format!("Exemption: {exemption}."), look);
        let arabic = all()
            .flat_map(|l| &l.exemptions)
            .find(|e| e.en == exemption);
        if let Some(arabic) = arabic {
            sentence(text, "     ", &format!("{}.", arabic.ar), look);
        }
    }
    for words in each_once(all().flat_map(|l| &l.measures).filter_map(|m| {
        m.published
            .as_deref()
            .filter(|p| !p.eq_ignore_ascii_case(&m.en))
    })) {
        let line = format!("The list's words: {}", look.foreign(words));
        sentence(text, "     ", &line, look);
    }
    for url in each_once(all().filter_map(|l| l.url.as_deref())) {
        sentence(text, "     ", &format!("See {}", look.foreign(url)), look);
    }
}

fn each_once<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    for text in texts {
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}
