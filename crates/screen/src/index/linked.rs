//! What other entities say of an entry: its papers and wallets lend their numbers.
//!
//! One step only: ownership and family are no business of an index.

use kashf_core::Statement;
use rustc_hash::FxHashMap;

/// Numbers of documents and wallets, by the id of their holder: property, value.
pub(super) fn lent_identifiers(
    statements: &[Statement],
) -> FxHashMap<&str, Vec<(&'static str, &str)>> {
    let mut lent: FxHashMap<&str, Vec<(&'static str, &str)>> = FxHashMap::default();
    for group in statements.chunk_by(|a, b| a.entity_id == b.entity_id) {
        let Some((number, prop)) = group.first().and_then(|first| match first.schema.as_str() {
            "Passport" => Some(("number", "passportNumber")),
            "Identification" => Some(("number", "idNumber")),
            "CryptoWallet" => Some(("publicKey", "publicKey")),
            _ => None,
        }) else {
            continue;
        };
        for holder in group.iter().filter(|s| s.prop == "holder") {
            for value in group.iter().filter(|s| s.prop == number) {
                lent.entry(&holder.value)
                    .or_default()
                    .push((prop, &value.value));
            }
        }
    }
    lent
}
