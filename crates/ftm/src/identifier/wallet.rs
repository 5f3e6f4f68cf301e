//! Addresses of wallets on block chains: which chain, and whether the checksum is right.
//!
//! SOURCE: Base58Check of Bitcoin and its kin, BIP 173/350 (bech32, bech32m), CashAddr, EIP-55, TRON and Ripple
//! documentation, Monero's Base58 in blocks. An address without any checksum (Ethereum in one case,
//! Solana) is only checked for its shape. That a form is right says nothing about who holds it.

use sha2::{Digest, Sha256};
use sha3::Keccak256;

/// The block chain that an address is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Coin {
    /// Bitcoin (and chains that kept its addresses, such as Bitcoin SV).
    Bitcoin,
    /// Ethereum and all chains with its addresses.
    Ethereum,
    /// TRON.
    Tron,
    /// Litecoin.
    Litecoin,
    /// Monero.
    Monero,
    /// The XRP Ledger.
    Ripple,
    /// Dash.
    Dash,
    /// Zcash, transparent addresses.
    Zcash,
    /// Dogecoin (and Verge, whose addresses look alike).
    Dogecoin,
    /// Bitcoin Cash, in its own form; its older addresses are Bitcoin's.
    BitcoinCash,
    /// Bitcoin Gold.
    BitcoinGold,
    /// Solana; never recognised by itself, its addresses have no checksum.
    Solana,
}

/// The chain and the address in the form for comparing, when it is one.
pub(super) fn check(coin: Option<Coin>, text: &str) -> Option<(Coin, String)> {
    let text = text.trim();
    if !(25..=120).contains(&text.len()) || !text.is_ascii() {
        return None;
    }
    let found = ethereum(text)
        .or_else(|| bech32(text))
        .or_else(|| cash(text))
        .or_else(|| base58_check(text))
        .or_else(|| ripple(text))
        .or_else(|| monero(text));
    match (coin, found) {
        (Some(Coin::Solana), _) => solana(text),
        (None, found) => found,
        (Some(wanted), Some((coin, address))) if wanted == coin => Some((coin, address)),
        _ => None,
    }
}

/// `0x` and 40 hexadecimal digits; in mixed case these carry a checksum.
fn ethereum(text: &str) -> Option<(Coin, String)> {
    let digits = text
        .strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))?;
    if digits.len() != 40 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let lower = digits.to_ascii_lowercase();
    let upper = digits.bytes().any(|byte| byte.is_ascii_uppercase());
    let mixed = upper && digits.bytes().any(|byte| byte.is_ascii_lowercase());
    if mixed {
        let hash = Keccak256::digest(lower.as_bytes());
        let right = digits.bytes().enumerate().all(|(place, digit)| {
            let byte = hash.get(place / 2).copied().unwrap_or_default();
            let half = if place % 2 == 0 { byte >> 4 } else { byte & 15 };
            digit.is_ascii_digit() || digit.is_ascii_uppercase() == (half >= 8)
        });
        if !right {
            return None;
        }
    }
    Some((Coin::Ethereum, format!("0x{lower}")))
}

fn bech32(text: &str) -> Option<(Coin, String)> {
    let (hrp, version, program) = bech32::segwit::decode(text).ok()?;
    let _ = (version, program);
    let coin = match hrp.to_lowercase().as_str() {
        "bc" => Coin::Bitcoin,
        "ltc" => Coin::Litecoin,
        "btg" => Coin::BitcoinGold,
        _ => return None,
    };
    Some((coin, text.to_ascii_lowercase()))
}

/// CashAddr: like bech32 with a longer checksum, written with or without its prefix.
fn cash(text: &str) -> Option<(Coin, String)> {
    const PREFIX: &str = "bitcoincash";
    const LETTERS: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const GENERATOR: [u64; 5] = [
        0x98_f2bc_8e61,
        0x79_b76d_99e2,
        0xf3_3e5f_b3c4,
        0xae_2eab_e2a8,
        0x1e_4f43_e470,
    ];
    let lower = text.to_ascii_lowercase();
    if lower != text && text.to_ascii_uppercase() != text {
        return None;
    }
    let payload = match lower.split_once(':') {
        Some((PREFIX, payload)) => payload,
        Some(_) => return None,
        None => lower.as_str(),
    };
    if payload.len() != 42 {
        return None;
    }
    let values = payload
        .chars()
        .map(|c| LETTERS.find(c).map(|value| value as u64));
    let prefix = PREFIX.bytes().map(|byte| Some(u64::from(byte & 31)));
    let mut remainder: u64 = 1;
    for value in prefix.chain([Some(0)]).chain(values) {
        let high = remainder >> 35;
        remainder = ((remainder & 0x07_ffff_ffff) << 5) ^ value?;
        for (bit, part) in GENERATOR.iter().enumerate() {
            if high >> bit & 1 == 1 {
                remainder ^= part;
            }
        }
    }
    (remainder == 1).then(|| (Coin::BitcoinCash, payload.to_owned()))
}

/// The bytes before the checksum, when the checksum is right.
fn checked_bytes(text: &str, alphabet: &bs58::Alphabet) -> Option<Vec<u8>> {
    // The longest have two bytes of version, 20 of hash and 4 of checksum.
    if text.len() > 40 {
        return None;
    }
    let mut bytes = bs58::decode(text).with_alphabet(alphabet).into_vec().ok()?;
    let checksum = bytes.split_off(bytes.len().checked_sub(4)?);
    let hash = Sha256::digest(Sha256::digest(&bytes));
    (hash.get(..4) == Some(checksum.as_slice())).then_some(bytes)
}

fn base58_check(text: &str) -> Option<(Coin, String)> {
    let bytes = checked_bytes(text, bs58::Alphabet::BITCOIN)?;
    let coin = match (bytes.as_slice(), bytes.len()) {
        ([0x00 | 0x05, ..], 21) => Coin::Bitcoin,
        ([0x41, ..], 21) => Coin::Tron,
        ([0x30 | 0x32, ..], 21) => Coin::Litecoin,
        ([0x4c | 0x10, ..], 21) => Coin::Dash,
        ([0x1e | 0x16, ..], 21) => Coin::Dogecoin,
        ([0x26 | 0x17, ..], 21) => Coin::BitcoinGold,
        ([0x1c, 0xb8 | 0xbd, ..], 22) => Coin::Zcash,
        _ => return None,
    };
    Some((coin, text.to_owned()))
}

fn ripple(text: &str) -> Option<(Coin, String)> {
    let bytes = checked_bytes(text, bs58::Alphabet::RIPPLE)?;
    (bytes.len() == 21 && bytes.first() == Some(&0)).then(|| (Coin::Ripple, text.to_owned()))
}

/// 95 characters (106 with a payment id) that stand for blocks of eight bytes, eleven characters each.
fn monero(text: &str) -> Option<(Coin, String)> {
    if !matches!(text.len(), 95 | 106) || !text.starts_with(['4', '8']) {
        return None;
    }
    let mut bytes = Vec::with_capacity(77);
    for block in text.as_bytes().chunks(11) {
        let size = match block.len() {
            11 => 8,
            7 => 5,
            _ => return None,
        };
        let decoded = bs58::decode(block).into_vec().ok()?;
        // Base58 writes a leading zero byte as one digit; blocks have a fixed size instead.
        let significant: Vec<u8> = decoded
            .iter()
            .copied()
            .skip_while(|&byte| byte == 0)
            .collect();
        let padding = usize::checked_sub(size, significant.len())?;
        bytes.extend(std::iter::repeat_n(0, padding));
        bytes.extend(significant);
    }
    let checksum = bytes.split_off(bytes.len().checked_sub(4)?);
    let hash = Keccak256::digest(&bytes);
    // Main net: standard, integrated, subaddress.
    let known = matches!(bytes.first(), Some(18 | 19 | 42));
    (known && hash.get(..4) == Some(checksum.as_slice())).then(|| (Coin::Monero, text.to_owned()))
}

fn solana(text: &str) -> Option<(Coin, String)> {
    if !(32..=44).contains(&text.len()) {
        return None;
    }
    let bytes = bs58::decode(text).into_vec().ok()?;
    (bytes.len() == 32).then(|| (Coin::Solana, text.to_owned()))
}
