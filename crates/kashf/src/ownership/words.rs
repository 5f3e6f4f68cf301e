//! Ownership in words, English and Arabic (data/messages).

use super::line::{OwnedStep, ShareLine};
use kashf_screen::{Language, message};

/// A step of a proof as one sentence.
#[must_use]
pub fn step_sentence(step: &OwnedStep, language: Language) -> String {
    let share = |share: Option<ShareLine>| {
        share.map_or_else(String::new, |share| share_in_words(share, language))
    };
    let (held, sum) = (share(step.share), share(step.sum));
    let places = [
        ("owner", step.owner_caption.as_str()),
        ("owned", &step.owned_caption),
        ("share", &held),
        ("sum", &sum),
    ];
    words(&format!("owned-step-{}", step.basis), &places, language)
}

/// A message; never nothing for want of a translation.
pub(super) fn words(key: &str, places: &[(&str, &str)], language: Language) -> String {
    message(key, places, language).unwrap_or_else(|| key.to_owned())
}

/// A share, or between what it lies.
pub(super) fn share_in_words(share: ShareLine, language: Language) -> String {
    let (least, most) = (share.least.to_string(), share.most.to_string());
    if least == most {
        return words("owned-share", &[("share", &least)], language);
    }
    let places = [("least", least.as_str()), ("most", &most)];
    words("owned-share-between", &places, language)
}
