//! Numbers of papers and registers between two entries.
//!
//! A number that a thing has only once (IMO, LEI, a wallet's key) tells who it is, or contradicts. Passports and
//! register numbers say much, but lists copy them to relatives and branches, so the names must agree as well; that
//! two differ says nothing, since people have several.

use crate::index::{Facts, Identifier};

/// Kinds that a thing has exactly once.
const UNIQUE: [&str; 3] = ["imoNumber", "leiCode", "publicKey"];

/// What the numbers of two entries come to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// A number that a thing has only once.
    Unique(String),
    /// A number of the same kind.
    Same(String),
    /// The same number, called otherwise.
    OtherKind(String),
    /// Two numbers of a kind that a thing has only once.
    Differs(String, String),
}

/// Compares the numbers of both sides; the strongest finding counts.
pub(super) fn compare(left: &Facts, right: &Facts) -> Option<Number> {
    let (a, b) = (&left.identifiers, &right.identifiers);
    let pairs = || a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    let equal = || pairs().filter(|(x, y)| x.value == y.value);
    let least = |found: &mut dyn Iterator<Item = (&Identifier, &Identifier)>| {
        found.map(|(x, _)| x.value.clone()).min()
    };
    let unique = |x: &Identifier| UNIQUE.contains(&x.prop.as_str());
    if let Some(value) = least(&mut equal().filter(|(x, y)| unique(x) && x.prop == y.prop)) {
        return Some(Number::Unique(value));
    }
    let of = |side: &[Identifier], kind: &str| {
        side.iter()
            .filter(|id| id.prop == kind)
            .map(|id| id.value.clone())
            .min()
    };
    let differs = UNIQUE
        .iter()
        .find_map(|kind| Some((of(a, kind)?, of(b, kind)?)));
    if let Some((x, y)) = differs {
        return Some(Number::Differs(x, y));
    }
    if let Some(value) = least(&mut equal().filter(|(x, y)| x.prop == y.prop)) {
        return Some(Number::Same(value));
    }
    least(&mut equal()).map(Number::OtherKind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(numbers: &[(&str, &str)]) -> Facts {
        let number = |(prop, value): &(&str, &str)| Identifier {
            prop: (*prop).to_owned(),
            value: (*value).to_owned(),
        };
        Facts {
            identifiers: numbers.iter().map(number).collect(),
            ..Facts::default()
        }
    }

    #[test]
    fn the_strongest_counts_and_it_is_the_same_from_both_sides() {
        let ship = side(&[
            ("imoNumber", "IMO9990002"),
            ("registrationNumber", "AB12345"),
        ]);
        let other = side(&[
            ("registrationNumber", "AB12345"),
            ("imoNumber", "IMO9990014"),
        ]);
        let differs = Some(Number::Differs("IMO9990002".into(), "IMO9990014".into()));
        assert_eq!(compare(&ship, &other), differs);
        assert_eq!(
            compare(&ship, &ship),
            Some(Number::Unique("IMO9990002".into()))
        );
        let paper = side(&[("idNumber", "AB12345")]);
        assert_eq!(
            compare(&ship, &paper),
            Some(Number::OtherKind("AB12345".into()))
        );
        assert_eq!(
            compare(&paper, &ship),
            Some(Number::OtherKind("AB12345".into()))
        );
        let (one, two) = (
            side(&[("passportNumber", "A11111")]),
            side(&[("passportNumber", "A22222")]),
        );
        assert_eq!(compare(&one, &two), None);
    }
}
