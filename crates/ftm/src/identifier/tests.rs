//! Known numbers, and the law that check digits are there for: one wrong digit is found.

use super::*;
use proptest::prelude::*;

/// Numbers from the standards' own documentation and from generators; none belongs to a listed party.
const RIGHT: [(IdentifierKind, &str, &str); 17] = [
    (IdentifierKind::Imo, "IMO 9074729", "IMO9074729"),
    (IdentifierKind::Imo, "vessel no. 9074729", "IMO9074729"),
    (
        IdentifierKind::Lei,
        "213800KUD8LAJWSQ9D15",
        "213800KUD8LAJWSQ9D15",
    ),
    (
        IdentifierKind::Iban,
        "GB82 WEST 1234 5698 7654 32",
        "GB82WEST12345698765432",
    ),
    (
        IdentifierKind::Iban,
        "iban de89370400440532013000",
        "DE89370400440532013000",
    ),
    (IdentifierKind::Bic, "AGRIFRPP882", "AGRIFRPP"),
    (IdentifierKind::Isin, "US0378331005", "US0378331005"),
    (IdentifierKind::Figi, "BBG000BLNQ16", "BBG000BLNQ16"),
    (IdentifierKind::Ogrn, "OGRN 1022200525819", "1022200525819"),
    (IdentifierKind::Ogrn, "385768585948949", "385768585948949"),
    (IdentifierKind::Inn, "1234567894", "1234567894"),
    (IdentifierKind::Inn, "123456789047", "123456789047"),
    (
        IdentifierKind::Uscc,
        "91110000600037341L",
        "91110000600037341L",
    ),
    (IdentifierKind::Npi, "1234567893", "1234567893"),
    (IdentifierKind::Ssn, "536-90-4399", "536904399"),
    (
        IdentifierKind::Wikidata,
        "https://www.wikidata.org/wiki/Q42",
        "Q42",
    ),
    (IdentifierKind::Mmsi, "MMSI 366-123456", "366123456"),
];

/// Addresses from the specifications of each chain.
const WALLETS: [(Coin, &str); 12] = [
    (
        Coin::BitcoinCash,
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
    ),
    (Coin::Bitcoin, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
    (Coin::Bitcoin, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
    (Coin::Bitcoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
    (
        Coin::Bitcoin,
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ),
    (Coin::Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
    (Coin::Ethereum, "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"),
    (Coin::Tron, "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"),
    (Coin::Litecoin, "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1"),
    (Coin::Ripple, "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"),
    (Coin::Dogecoin, "D7Y55r6Yoc1G8EECxkQ6SuSjTgGJJ7M6yD"),
    (
        Coin::Monero,
        "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H",
    ),
];

#[test]
fn right_numbers_pass_in_one_form() {
    for (kind, written, normal) in RIGHT {
        assert_eq!(check(kind, written).as_deref(), Some(normal), "{written}");
        assert_eq!(check(kind, normal).as_deref(), Some(normal), "{written}");
    }
    for (coin, address) in WALLETS {
        let kind = IdentifierKind::CryptoWallet { coin: Some(coin) };
        let normal = check(kind, address);
        assert!(normal.is_some(), "{coin:?} {address}");
        assert_eq!(recognise(address), normal.map(|normal| (kind, normal)));
    }
}

#[test]
fn one_wrong_digit_is_found() {
    let with_check = RIGHT.iter().filter(|(kind, ..)| {
        !matches!(
            kind,
            IdentifierKind::Bic
                | IdentifierKind::Ssn
                | IdentifierKind::Wikidata
                | IdentifierKind::Mmsi
        )
    });
    for (kind, _, number) in with_check {
        for (place, digit) in number.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            for other in ('0'..='9').filter(|other| *other != digit) {
                let mut wrong = (*number).to_owned();
                wrong.replace_range(place..=place, &other.to_string());
                if *kind == IdentifierKind::Imo {
                    // The scheme of ships cannot see every wrong digit: a difference of 5 under an
                    // even weight, an even one under the weight 5. And a wrong ship's number may
                    // happen to be a right company's number.
                    let apart = u32::from(digit as u8).abs_diff(u32::from(other as u8));
                    let weight = 10 - place as u32; // `IMO` stands before the digits
                    assert_eq!(
                        is_ship(&wrong),
                        (apart * weight).is_multiple_of(10),
                        "{wrong}"
                    );
                    continue;
                }
                // The prefix 80840 may arise inside a number of 15 digits only.
                assert_eq!(check(*kind, &wrong), None, "{kind:?} {wrong}");
            }
        }
    }
}

/// The ship scheme alone: the sum of the digits times 7 to 2 ends in the last digit.
fn is_ship(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = (2..=7)
        .rev()
        .zip(&digits)
        .map(|(weight, digit)| weight * digit)
        .sum();
    Some(&(sum % 10)) == digits.last()
}

#[test]
fn one_wrong_letter_of_an_address_is_found() {
    const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    for (coin, address) in WALLETS.iter().filter(|(coin, _)| *coin != Coin::Ethereum) {
        for (place, letter) in address.char_indices() {
            let other = BASE58.chars().find(|other| *other != letter).unwrap();
            let mut wrong = (*address).to_owned();
            wrong.replace_range(place..=place, &other.to_string());
            assert_eq!(recognise(&wrong), None, "{coin:?} {wrong}");
        }
    }
    // Mixed case carries the checksum of Ethereum; one case carries none.
    assert_eq!(
        recognise("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"),
        None
    );
    assert!(recognise("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed").is_some());
}

#[test]
fn every_property_with_a_format_has_its_kind() {
    for schema in crate::model().schemata() {
        for property in schema.properties() {
            if property.kind == crate::PropertyType::Identifier {
                assert!(
                    kind_of_property(property.name).is_some(),
                    "{}",
                    property.name
                );
            }
            if property.format.is_some() {
                assert_ne!(kind_of_property(property.name), Some(IdentifierKind::Other));
            }
        }
    }
    assert_eq!(kind_of_property("notes"), None);
}

#[test]
fn nothing_is_recognised_that_could_be_anything() {
    for text in [
        "",
        "12345",
        "9074729",
        "1234567894",
        "AGRIFRPP",
        "A1234567",
        "366123456",
        "Layla Example",
    ] {
        assert_eq!(recognise(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn made_numbers_pass_and_wrong_ones_do_not(body in 100_000u32..1_000_000, wrong in 1u32..10) {
        let digits: Vec<u32> = body.to_string().chars().filter_map(|c| c.to_digit(10)).collect();
        let sum: u32 = digits.iter().zip([7, 6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
        let number = format!("{body}{}", sum % 10);
        prop_assert_eq!(check(IdentifierKind::Imo, &number), Some(format!("IMO{number}")));
        let other = format!("{body}{}", (sum + wrong) % 10);
        prop_assert!(!is_ship(&other));
    }

    #[test]
    fn no_text_breaks_anything(text in "\\PC{0,60}|[0-9A-Za-z -]{0,60}") {
        let kinds = [
            IdentifierKind::Imo, IdentifierKind::Mmsi, IdentifierKind::Lei, IdentifierKind::Iban,
            IdentifierKind::Bic, IdentifierKind::Isin, IdentifierKind::Figi, IdentifierKind::Ogrn,
            IdentifierKind::Inn, IdentifierKind::Uscc, IdentifierKind::Uei, IdentifierKind::Npi,
            IdentifierKind::Ssn, IdentifierKind::Wikidata, IdentifierKind::Passport,
            IdentifierKind::CryptoWallet { coin: None },
        ];
        for kind in kinds {
            if let Some(normal) = check(kind, &text) {
                prop_assert_eq!(check(kind, &normal), Some(normal.clone()), "{:?}", kind);
            }
        }
        let normal = normalise(&text);
        prop_assert_eq!(normalise(&normal), normal);
        let _ = recognise(&text);
    }
}
