//! The words of cells: currencies, kinds of movements and links, shares.

use kashf_trace::{Currency, LinkKind, MoveKind, Share};

/// Names of currencies in exports of banks and in the data of studies, folded, with their codes.
/// SOURCE: the fifteen of IBM's AMLworld (Altman et al. 2023), and everyday words.
const CURRENCIES: [(&str, &str); 24] = [
    ("australian dollar", "AUD"),
    ("bitcoin", "BTC"),
    ("brazil real", "BRL"),
    ("canadian dollar", "CAD"),
    ("dirham", "AED"),
    ("dollar", "USD"),
    ("ether", "ETH"),
    ("euro", "EUR"),
    ("iraqi dinar", "IQD"),
    ("mexican peso", "MXN"),
    ("pound", "GBP"),
    ("riyal", "SAR"),
    ("ruble", "RUB"),
    ("rupee", "INR"),
    ("saudi riyal", "SAR"),
    ("shekel", "ILS"),
    ("swiss franc", "CHF"),
    ("syrian pound", "SYP"),
    ("turkish lira", "TRY"),
    ("uae dirham", "AED"),
    ("uk pound", "GBP"),
    ("us dollar", "USD"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
];

/// A currency by its code, or by a name.
pub(crate) fn currency(text: &str) -> Option<Currency> {
    Currency::of(text).or_else(|| {
        let folded = text.trim().to_lowercase();
        let at = CURRENCIES.binary_search_by(|(name, _)| (*name).cmp(folded.as_str()));
        Currency::of(CURRENCIES[at.ok()?].1)
    })
}

/// What a cell of `kind` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Movement(MoveKind),
    Link(LinkKind),
}

/// The kind that a word names; none when it is not known.
pub(crate) fn kind(text: &str) -> Option<Kind> {
    let text = text.trim();
    if let Some(kind) = MoveKind::of(text) {
        return Some(Kind::Movement(kind));
    }
    let folded = text.to_lowercase().replace([' ', '_', '-'], "");
    let link = |kind| Some(Kind::Link(kind));
    match folded.as_str() {
        "transfer" | "wire" | "ach" | "cheque" | "creditcard" | "debit" | "donation" => {
            Some(Kind::Movement(MoveKind::Payment))
        }
        "cashin" | "cashout" | "deposit" | "withdrawal" | "hawala" | "courier" => {
            Some(Kind::Movement(MoveKind::Cash))
        }
        "bitcoin" | "token" | "virtualasset" => Some(Kind::Movement(MoveKind::Crypto)),
        "trade" | "cargo" | "shipment" | "delivery" => Some(Kind::Movement(MoveKind::Goods)),
        "ownership" | "owner" | "owns" => link(LinkKind::Ownership),
        "directorship" | "director" => link(LinkKind::Directorship),
        "membership" | "member" => link(LinkKind::Membership),
        "employment" | "employee" => link(LinkKind::Employment),
        "representation" | "agent" => link(LinkKind::Representation),
        "family" => link(LinkKind::Family),
        "associate" => link(LinkKind::Associate),
        "unknownlink" | "link" => link(LinkKind::Unknown),
        _ => None,
    }
}

/// A share as it stands: in ten-thousandths of whatever unit the column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    least: u32,
    most: u32,
    /// Whether it says that it is in percent.
    percent: bool,
    /// Whether it is more than the least, not as much.
    above: bool,
}

const UNIT: u32 = 10_000;

/// Reads `50`, `50%`, `12.5`, `25-50%`, `>50`, `<25 %`; none when it is no share, `Some(None)` when it is empty.
pub(crate) fn share(text: &str) -> Option<Option<Shown>> {
    let text = text.trim();
    let percent = text.ends_with('%');
    let text = text.trim_end_matches('%').trim();
    if text.is_empty() {
        return Some(None);
    }
    let all = 100 * UNIT;
    let above = text.starts_with('>') && !text.starts_with(">=");
    let (least, most) = if let Some(rest) =
        text.strip_prefix(">=").or_else(|| text.strip_prefix('>'))
    {
        (number(rest, false)?, all)
    } else if let Some(rest) = text.strip_prefix("<=").or_else(|| text.strip_prefix('<')) {
        (0, number(rest, true)?)
    } else if let Some(rest) = text.strip_suffix('+') {
        (number(rest, false)?, all)
    } else if let Some((least, most)) = text.split_once('-').or_else(|| text.split_once('\u{2013}'))
    {
        (
            number(least.trim_end_matches([' ', '%']), false)?,
            number(most, true)?,
        )
    } else {
        (number(text, false)?, number(text, true)?)
    };
    (least <= most && most <= all).then_some(Some(Shown {
        least,
        most,
        percent,
        above,
    }))
}

/// A decimal number in ten-thousandths, finer parts rounded down or up.
fn number(text: &str, up: bool) -> Option<u32> {
    let text = text.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || whole.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    let mut value: u32 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    for at in 0..4 {
        let digit = part.as_bytes().get(at).copied().unwrap_or(b'0');
        value = value * 10 + u32::from(digit - b'0');
    }
    let finer = part.bytes().skip(4).any(|digit| digit != b'0');
    Some(value + u32::from(up && finer))
}

/// Whether the shares of a file are parts of one rather than percent: none is above one, none says percent, and some lie
/// between nothing and one.
pub(crate) fn are_fractions(shares: impl Iterator<Item = Shown> + Clone) -> bool {
    let all = shares
        .clone()
        .all(|share| share.most <= UNIT && !share.percent);
    all && shares
        .clone()
        .any(|share| share.most > 0 && share.most < UNIT)
}

/// The share in hundredths of a percent.
pub(crate) fn share_of(shown: Option<Shown>, fractions: bool) -> Share {
    let Some(shown) = shown else {
        return Share::UNKNOWN;
    };
    let divisor = if fractions { 1 } else { 100 };
    // It fits: a share is at most the whole.
    let hundredths = |value: u32| u16::try_from(value.min(10_000)).unwrap_or(10_000);
    Share {
        // More than half is at least half and a hundredth of a percent: the finest that is told apart.
        least: hundredths(shown.least / divisor + u32::from(shown.above)),
        most: hundredths(shown.most.div_ceil(divisor)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_have_codes_and_names() {
        assert!(CURRENCIES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (name, code) in CURRENCIES {
            assert_eq!(currency(name).map(Currency::code), Some(code));
        }
        assert_eq!(currency("US Dollar").map(Currency::code), Some("USD"));
        assert_eq!(currency("shells"), None);
    }

    #[test]
    fn shares_are_intervals_where_they_are_not_exact() {
        let read = |text: &str| share(text).map(|shown| share_of(shown, false));
        let exactly = |hundredths| Some(Share::exactly(hundredths));
        assert_eq!(read("50"), exactly(5_000));
        assert_eq!(read("50,25 %"), exactly(5_025));
        assert_eq!(read("100%"), exactly(10_000));
        assert_eq!(read(""), Some(Share::UNKNOWN));
        let between = |least, most| Some(Share { least, most });
        assert_eq!(read("25-50%"), between(2_500, 5_000));
        assert_eq!(read(">50"), between(5_001, 10_000));
        assert_eq!(read(">=50"), between(5_000, 10_000));
        assert_eq!(read("49.9999"), between(4_999, 5_000));
        for text in ["x", "101", "-5", "50-25", "1e2"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_column_of_parts_of_one_is_told_from_one_of_percent() {
        let shares = |texts: &[&str]| -> Vec<Shown> {
            texts
                .iter()
                .filter_map(|text| share(text).flatten())
                .collect()
        };
        assert!(are_fractions(shares(&["0.5", "1", "0.25"]).into_iter()));
        assert!(!are_fractions(shares(&["0.5", "50"]).into_iter()));
        assert!(!are_fractions(shares(&["1", "1"]).into_iter()));
        assert!(!are_fractions(shares(&["0.5%", "0.1%"]).into_iter()));
        assert_eq!(
            share_of(share("0.5").flatten(), true),
            Share::exactly(5_000)
        );
    }
}
