//! Legal forms that follow or precede a comma within one name of the Canadian list.
//!
//! Those of the real file, in lower case; not a table of legal forms of the world.

/// Latin ones, then the Russian ones in Cyrillic.
pub(super) const LEGAL_FORMS: &[&str] = &[
    "ao",
    "co",
    "co.",
    "company",
    "fgup",
    "fsue",
    "gk",
    "inc",
    "inc.",
    "jsc",
    "limited",
    "llc",
    "llp",
    "ltd",
    "ltd.",
    "oao",
    "ojsc",
    "ooo",
    "pao",
    "pjs",
    "pjsc",
    "plc",
    "pa",
    "s.a.",
    "sa",
    "sc",
    "stock company",
    "zao",
    "\u{430}\u{43a}",               // AK
    "\u{430}\u{43e}",               // AO
    "\u{433}\u{43a}",               // GK
    "\u{437}\u{430}\u{43e}",        // ZAO
    "\u{43c}\u{43a}",               // MK
    "\u{43d}\u{430}\u{43e}",        // NAO
    "\u{43e}\u{430}\u{43e}",        // OAO
    "\u{43e}\u{43e}\u{43e}",        // OOO
    "\u{43f}\u{430}\u{43e}",        // PAO
    "\u{444}\u{433}\u{443}\u{43f}", // FGUP
];
