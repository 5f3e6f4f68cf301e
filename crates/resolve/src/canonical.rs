//! The name of a cluster: one id that stays from day to day, whoever joins it.
//!
//! 1. An id of Wikidata (`Q42`) or of a resolver (`NK-...`) in the cluster is its name; of several, Wikidata's goes
//!    first, then the greater in byte order: nomenklatura's own rule, so both systems say the same.
//! 2. Else the name that its members had before. Of a cluster that was split, the part that holds most of it keeps the
//!    name (of equal parts the one with the smallest id). Of clusters that were put together, the name stays that of
//!    which most members came along (of equals the smaller); the others are kept as former names, and lead there.
//! 3. Else a new name, `NK-` and 22 characters of a hash of its smallest id: the same lists give the same name everywhere.
//!
//! There is no chance in it. A cluster that falls apart into single entries has no name; entries answer under their own ids.

use std::collections::{BTreeMap, BTreeSet};

/// A cluster with its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its name.
    pub canonical: String,
    /// Names that it bore before, or that clusters bore which came into it; sorted.
    pub former: Vec<String>,
    /// Its ids, sorted; its name is among them when the name is itself an id.
    pub ids: Vec<String>,
}

/// The letters of nomenklatura's ids: no two that look alike.
const LETTERS: &[u8; 57] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Whether an id is a name of a cluster by its form: Wikidata's `Q42`, or `NK-...`.
///
/// ```
/// use kashf_resolve::is_canonical;
/// assert!(is_canonical("Q42") && is_canonical("NK-3eXample"));
/// assert!(!is_canonical("un-110001") && !is_canonical("Q") && !is_canonical("Q04"));
/// ```
#[must_use]
pub fn is_canonical(id: &str) -> bool {
    weight(id) > 1
}

/// nomenklatura's weight of an id: 3 for Wikidata's, 2 for a resolver's, 1 else.
fn weight(id: &str) -> u8 {
    let digits = |text: &str| !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    match id.strip_prefix('Q') {
        Some(number) if !number.is_empty() && digits(number) => 3,
        _ if id.starts_with("NK-") => 2,
        _ => 1,
    }
}

/// The stronger of two names, by nomenklatura's order.
pub(crate) fn by_weight(id: &str) -> (u8, &str) {
    (weight(id), id)
}

/// Names clusters (each of two ids and more, sorted), given the names before.
///
/// ```
/// use kashf_resolve::name_clusters;
/// let ids = |ids: &[&str]| -> Vec<String> { ids.iter().map(|id| (*id).to_owned()).collect() };
/// let before = name_clusters(&[ids(&["eu-7", "un-1"])], &[]);
/// let after = name_clusters(&[ids(&["au-2", "eu-7", "un-1"])], &before);
/// assert_eq!(after[0].canonical, before[0].canonical);
/// ```
#[must_use]
pub fn name_clusters(clusters: &[Vec<String>], before: &[Named]) -> Vec<Named> {
    let places: BTreeMap<&str, usize> = clusters
        .iter()
        .enumerate()
        .flat_map(|(at, ids)| ids.iter().map(move |id| (id.as_str(), at)))
        .collect();
    // How many members of it came along, the name, the names before that one.
    let mut heirs: BTreeMap<usize, Vec<(usize, &Named)>> = BTreeMap::new();
    for known in before {
        let mut parts: BTreeMap<usize, usize> = BTreeMap::new();
        for id in &known.ids {
            if let Some(at) = places.get(id.as_str()) {
                *parts.entry(*at).or_default() += 1;
            }
        }
        // Clusters are in the order of their smallest ids: of equal parts the first one.
        let heir = parts
            .iter()
            .max_by_key(|(at, count)| (**count, std::cmp::Reverse(**at)));
        if let Some((at, count)) = heir {
            heirs.entry(*at).or_default().push((*count, known));
        }
    }
    let mut named: Vec<Named> = Vec::with_capacity(clusters.len());
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (at, ids) in clusters.iter().enumerate() {
        let own = ids.iter().filter(|id| is_canonical(id));
        let own = own.max_by_key(|id| by_weight(id)).cloned();
        let mut inherited = heirs.remove(&at).unwrap_or_default();
        // A name that is an id of another cluster belongs there.
        inherited.retain(|(_, known)| {
            let place = places.get(known.canonical.as_str());
            place.is_none_or(|place| *place == at)
        });
        inherited.sort_by(|a, b| {
            b.0.cmp(&a.0)
                .then_with(|| a.1.canonical.cmp(&b.1.canonical))
        });
        let first = inherited.first().map(|(_, known)| known.canonical.clone());
        let canonical = own.or(first).unwrap_or_default();
        let mut former: BTreeSet<String> = BTreeSet::new();
        for (_, known) in &inherited {
            former.extend(known.former.iter().cloned());
            former.insert(known.canonical.clone());
        }
        former.retain(|name| *name != canonical && !places.contains_key(name.as_str()));
        taken.extend(former.iter().cloned());
        taken.insert(canonical.clone());
        named.push(Named {
            canonical,
            former: former.into_iter().collect(),
            ids: ids.clone(),
        });
    }
    for cluster in named
        .iter_mut()
        .filter(|cluster| cluster.canonical.is_empty())
    {
        let fresh = (0_u32..).map(|salt| minted(&cluster.ids, salt));
        let free = |name: &String| !taken.contains(name) && !places.contains_key(name.as_str());
        cluster.canonical = fresh.into_iter().find(free).unwrap_or_default();
        taken.insert(cluster.canonical.clone());
    }
    named
}

/// A new name for these ids; another one for every salt.
fn minted(ids: &[String], salt: u32) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"kashf cluster\n");
    hasher.update(ids.first().map_or(&b""[..], |id| id.as_bytes()));
    if salt > 0 {
        hasher.update(&salt.to_le_bytes());
    }
    let mut first = [0; 16];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    let mut number = u128::from_le_bytes(first);
    let mut name = String::from("NK-");
    for _ in 0..22 {
        let letter = usize::try_from(number % 57).unwrap_or(0);
        name.push(char::from(LETTERS[letter]));
        number /= 57;
    }
    name
}
