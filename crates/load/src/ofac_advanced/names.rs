//! Names in parts and scripts, put together in the form of OFAC's CSV.

use super::tables::Tables;
use crate::sheet::{At, Sheet};
use crate::xml::tree::Node;
use kashf_core::ProblemKind;
use rustc_hash::FxHashMap;

/// Kinds of parts that make the family name; the others make the given name.
const FAMILY: [&str; 3] = ["last name", "maiden name", "matronymic"];

/// What a name is to its party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    Primary,
    Other { former: bool, weak: bool },
}

/// One name of a party.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) rank: Rank,
    /// Persons "FAMILY, Given".
    pub(super) published: String,
}

/// The kinds of an identity's name parts, by the number of their group.
fn kinds_of(identity: &Node<'_>, tables: &Tables) -> FxHashMap<String, String> {
    let sets = identity.all("NamePartGroups");
    let masters = sets.flat_map(|set| set.all("MasterNamePartGroup"));
    masters
        .flat_map(|master| master.all("NamePartGroup"))
        .map(|group| {
            let kind = tables.text("NamePartType", &group.attribute("NamePartTypeID"));
            (group.attribute("ID"), kind.to_ascii_lowercase())
        })
        .collect()
}

/// All names of an identity, primary ones first.
pub(super) fn of(
    identity: &Node<'_>,
    person: bool,
    tables: &Tables,
    doubts: &mut dyn FnMut(String),
) -> Vec<Name> {
    let kinds = kinds_of(identity, tables);
    let mut names = Vec::new();
    for alias in identity.all("Alias") {
        let kind = tables.text("AliasType", &alias.attribute("AliasTypeID"));
        let weak = alias.attribute("LowQuality") == "true";
        let other = |former| Rank::Other { former, weak };
        let rank = match kind.to_ascii_lowercase().as_str() {
            _ if alias.attribute("Primary") == "true" => Rank::Primary,
            "name" => Rank::Primary,
            "f.k.a." => other(true),
            "a.k.a." | "n.k.a." => other(false),
            unknown => {
                let unknown = crate::sheet::shown(unknown);
                doubts(format!(
                    "the alias type `{unknown}` is not known; taken as a.k.a."
                ));
                other(false)
            }
        };
        for documented in alias.all("DocumentedName") {
            let published = put_together(documented, person, &kinds);
            if !published.is_empty() {
                names.push(Name { rank, published });
            }
        }
    }
    names.sort_by_key(|name| name.rank != Rank::Primary);
    names
}

fn put_together(documented: &Node<'_>, person: bool, kinds: &FxHashMap<String, String>) -> String {
    let (mut family, mut given) = (Vec::new(), Vec::new());
    let parts = documented.all("DocumentedNamePart");
    for value in parts.flat_map(|part| part.all("NamePartValue")) {
        let kind = kinds.get(&value.attribute("NamePartGroupID"));
        let of_family = kind.is_some_and(|kind| FAMILY.contains(&kind.as_str()));
        let text = value.line();
        if !text.is_empty() {
            if of_family { &mut family } else { &mut given }.push(text);
        }
    }
    let (family, given) = (family.join(" "), given.join(" "));
    match (family.is_empty(), given.is_empty()) {
        (true, _) => given,
        (_, true) => family,
        _ if is_ideographic(&family) && is_ideographic(&given) => format!("{family}{given}"),
        _ if person => format!("{family}, {given}"),
        _ => format!("{given} {family}"),
    }
}

/// Scripts that write the family name first and no space after it.
fn is_ideographic(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
    })
}

/// Says what was not known of a name.
pub(super) fn doubt(message: String, sheet: &mut Sheet, at: At<'_>) {
    sheet.problem(ProblemKind::Doubtful, at, Some("Alias"), message);
}

#[cfg(test)]
mod tests {
    use super::is_ideographic;

    #[test]
    fn scripts_without_spaces() {
        assert!(is_ideographic("\u{738b}") && is_ideographic("\u{ae40}"));
        assert!(!is_ideographic("Wang") && !is_ideographic("\u{418}"));
    }
}
