//! Media types: `family/subtype`, lowercase, without parameters.
//!
//! SOURCE: `rigour.mime`; its table of misspelled types is not taken over, documents are not our trade.

pub(super) fn clean(text: &str) -> Option<String> {
    let kind = text.split(';').next()?.trim().to_lowercase();
    let (family, subtype) = kind.split_once('/')?;
    let token = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    (token(family) && token(subtype) && kind != "application/octet-stream").then_some(kind)
}
