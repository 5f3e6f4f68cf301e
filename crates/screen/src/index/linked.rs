//! What other entities say of an entry: its papers and wallets lend their numbers.
//!
//! One step only: ownership and family are no business of an index.

use kashf_store::statements::Statements;
use rustc_hash::FxHashMap;

/// Numbers of documents and wallets, by the id of their holder: property, value.
pub(super) fn lent_identifiers<'s>(
    statements: &Statements<'s>,
) -> FxHashMap<&'s str, Vec<(&'static str, &'s str)>> {
    let mut lent: FxHashMap<&str, Vec<(&'static str, &str)>> = FxHashMap::default();
    for entity in 0..statements.entity_count() {
        let group = || statements.statements(entity);
        let Some((number, prop)) = group().next().and_then(|first| match first.schema() {
            "Passport" => Some(("number", "passportNumber")),
            "Identification" => Some(("number", "idNumber")),
            "CryptoWallet" => Some(("publicKey", "publicKey")),
            _ => None,
        }) else {
            continue;
        };
        for holder in group().filter(|s| s.prop() == "holder") {
            for value in group().filter(|s| s.prop() == number) {
                let of_holder = lent.entry(holder.value()).or_default();
                of_holder.push((prop, value.value()));
            }
        }
    }
    lent
}
