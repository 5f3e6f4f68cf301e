//! Two invented lists: a collection with its own sources, and a register of payments without any.

/// Parties with former ids, sources and topics, as a collection's export gives them.
pub(crate) const CIRCLE: &str = concat!(
    r#"{"id":"NK-nadir","caption":"Nadir Q. Exampleman","schema":"Person","properties":{"name":["Nadir Qasim Exampleman","Nadir Exampleman"],"birthDate":["1965-03-02"],"country":["ru"],"topics":["sanction"],"addressEntity":["addr-1"]},"datasets":["us_source","eu_source"],"referents":["us-45","eu-9"],"target":true,"first_seen":"2023-11-02T16:38:16","last_seen":"2026-04-29T12:53:04","last_change":"2026-04-29T07:55:02"}"#,
    "\n",
    r#"{"id":"NK-nadira","caption":"Nadira Exampleman","schema":"Person","properties":{"name":["Nadira Exampleman"],"birthDate":["1990"],"topics":["role.rca"]},"datasets":["eu_source"],"referents":[],"target":true,"first_seen":"2024-01-01T00:00:00","last_seen":"2026-04-29T12:53:04","last_change":"2024-01-01T00:00:00"}"#,
    "\n",
    r#"{"id":"firm-1","caption":"Aerofabula Works","schema":"Company","properties":{"name":["Aerofabula Works","Aerofabula Works LLC"],"jurisdiction":["ru"],"country":["ru"]},"datasets":["us_source"],"referents":["us-firm"],"target":false,"first_seen":"2025-01-01T00:00:00","last_seen":"2026-04-29T12:53:04","last_change":"2025-06-01T00:00:00"}"#,
    "\n",
    r#"{"id":"own-1","caption":"Ownership","schema":"Ownership","properties":{"owner":["us-45"],"asset":["firm-1"],"role":["founder"]},"datasets":["us_source"],"referents":[],"target":false}"#,
    "\n",
    r#"{"id":"fam-1","caption":"Family","schema":"Family","properties":{"person":["NK-nadir"],"relative":["NK-nadira"],"relationship":["sister"]},"datasets":["eu_source"],"referents":[],"target":false}"#,
    "\n",
    r#"{"id":"addr-1","caption":"1 Invented Street, Nowhere","schema":"Address","properties":{"full":["1 Invented Street, Nowhere"]},"datasets":["eu_source"],"referents":[],"target":false}"#,
    "\n",
    r#"{"id":"sanc-1","caption":"An Office","schema":"Sanction","properties":{"entity":["NK-nadir"],"authority":["An Office"],"program":["A Programme"]},"datasets":["eu_source"],"referents":[],"target":false}"#,
    "\n",
);

/// Gifts to parties, as a register publishes them.
pub(crate) const GIFTS: &str = concat!(
    r#"{"id":"a-2","properties":{"full":["Second Street 2"]},"schema":"Address"}"#,
    "\n",
    r#"{"id":"a-1","properties":{"full":["First Street 1"]},"schema":"Address"}"#,
    "\n",
    r#"{"id":"giver","properties":{"addressEntity":["a-1","a-2"],"country":["de"],"name":["Frau Erika Beispiel"]},"schema":"Person"}"#,
    "\n",
    r#"{"id":"union","properties":{"name":["Union der Beispiele"]},"schema":"Organization"}"#,
    "\n",
    r#"{"id":"bund","properties":{"name":["Bund der Muster"]},"schema":"Organization"}"#,
    "\n",
    r#"{"id":"gift-9","properties":{"amountEur":["100"],"payer":["giver"],"beneficiary":["union","bund"]},"schema":"Payment"}"#,
    "\n",
    r#"{"id":"gift-8","properties":{"amountEur":["200"],"payer":["giver"],"beneficiary":["union"]},"schema":"Payment"}"#,
    "\n",
);
