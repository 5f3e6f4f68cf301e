//! One match as a card: what was found, on which list, and each reason with its points.

use super::listing::listings;
use super::owned::owned;
use super::{Look, Tint, is_right_to_left, width, wrap};
use kashf::MatchLine;

/// The card of a match; `arabic` adds the Arabic and what stands behind the measures.
pub(crate) fn card(rank: usize, found: &MatchLine, look: &Look, arabic: bool) -> String {
    let verdict = if found.is_match {
        look.tinted(Tint::Red, "possible match")
    } else {
        look.tinted(Tint::Yellow, "below the threshold")
    };
    let caption = look.bold(&look.foreign(&found.caption));
    let head = format!("{rank}. {caption}");
    let score = format!("{:.3}  {verdict}", found.score);
    let gap = look
        .width
        .saturating_sub(width(&head) + width(&score))
        .max(2);
    let mut text = format!("{head}{}{score}\n", " ".repeat(gap));
    let lists: Vec<String> = found
        .datasets
        .iter()
        .map(|dataset| look.foreign(dataset))
        .collect();
    let place = format!(
        "{}, {}, {}",
        found.schema,
        lists.join(" + "),
        look.foreign(&found.id)
    );
    text.push_str(&format!("   {}\n", look.faint(&place)));
    for reason in &found.reasons {
        let points = format!("{:>+5}", reason.points);
        let tint = if reason.points < 0
            || matches!(reason.feature.as_str(), "removal_held" | "delisted")
        {
            Tint::Yellow
        } else {
            Tint::Green
        };
        sentence(&mut text, &look.tinted(tint, &points), &reason.en, look);
        if arabic {
            sentence(&mut text, "     ", &reason.ar, look);
        }
    }
    text.push_str(&format!("   {:>5}  points in all\n", found.points));
    owned(&mut text, found, look, arabic);
    listings(&mut text, found, look, arabic);
    text
}

/// A sentence behind its points, in as many lines as it needs.
pub(super) fn sentence(text: &mut String, points: &str, sentence: &str, look: &Look) {
    // Isolates of our own messages are kept; the values inside were cleaned where they are foreign.
    let plain = super::safe_sentence(sentence, look);
    for (at, line) in wrap(&plain, look.width.saturating_sub(10))
        .iter()
        .enumerate()
    {
        let lead = if at == 0 {
            points.to_owned()
        } else {
            "     ".to_owned()
        };
        let line = if look.isolate && line.chars().any(is_right_to_left) {
            look.isolated(line)
        } else {
            line.clone()
        };
        text.push_str(&format!("   {lead}  {line}\n"));
    }
}
