//! One party, put together from all that is said of it.

use super::EntityReader;
use kashf_core::Entity;
use kashf_ftm::model;
use kashf_store::statements::StatementRef;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;

/// The pseudo-property that marks that an entity exists.
const EXISTS: &str = "id";

/// Topics that make an entity a target. SOURCE: `registry.topic.RISKS` of followthemoney 4.11.2.
const RISKS: [&str; 30] = [
    "corp.clone",
    "corp.disqual",
    "crime",
    "crime.boss",
    "crime.fin",
    "crime.fraud",
    "crime.terror",
    "crime.theft",
    "crime.traffick",
    "crime.war",
    "debarment",
    "export.control",
    "export.control.linked",
    "export.risk",
    "geo.risk",
    "invest.ban",
    "invest.risk",
    "mare.detained",
    "mare.shadow",
    "poi",
    "reg.action",
    "reg.warn",
    "role.oligarch",
    "role.pep",
    "role.rca",
    "sanction",
    "sanction.control",
    "sanction.counter",
    "sanction.linked",
    "wanted",
];

/// What the lists of a snapshot say of one party. Its JSON is that of FollowTheMoney and yente.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityView<'e> {
    /// Its number: see [`EntityReader`].
    pub number: u32,
    /// Its id; that of the party where entries were merged.
    pub id: &'e str,
    /// What it is called: as its file says, else the first Latin name, else the first name or what its schema shows
    /// instead.
    pub caption: Cow<'e, str>,
    /// Its schema, the narrowest that the lists give.
    pub schema: &'e str,
    /// Values by property, without repeats, in the order of the lists.
    pub properties: Vec<(&'e str, Vec<&'e str>)>,
    /// The loaded lists on which it stands and the sources that these name, sorted.
    pub datasets: Vec<&'e str>,
    /// The loaded lists alone, sorted.
    pub lists: Vec<&'e str>,
    /// Ids that were merged into it, sorted.
    pub referents: Vec<&'e str>,
    /// True when a topic of it is a risk by itself.
    pub target: bool,
    /// ISO 8601, when a source first spoke of it.
    pub first_seen: Option<&'e str>,
    /// ISO 8601, when a source last spoke of it.
    pub last_seen: Option<&'e str>,
    /// ISO 8601, when what is said of it last changed.
    pub last_change: Option<&'e str>,
}

impl<'e> EntityView<'e> {
    /// The values of a property; none when it has none.
    #[must_use]
    pub fn values(&self, prop: &str) -> &[&'e str] {
        let mut properties = self.properties.iter();
        let found = properties.find(|(known, _)| *known == prop);
        found.map_or(&[], |(_, values)| values)
    }

    fn add(&mut self, said: StatementRef<'e>) {
        let (prop, schema) = (said.prop(), said.schema());
        if self.schema.is_empty() {
            self.schema = schema;
        } else if schema != self.schema
            && let Some(narrow) = model().common_schema(self.schema, schema)
        {
            self.schema = narrow.name;
        }
        let (first, last) = (said.first_seen(), said.last_seen());
        self.first_seen = match (self.first_seen, first) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.last_seen = self.last_seen.max(last);
        if prop == EXISTS {
            self.last_change = self.last_change.max(first);
            return;
        }
        let value = said.value();
        let known = self
            .properties
            .iter()
            .rposition(|(known, _)| *known == prop);
        match known {
            Some(at) => {
                let values = &mut self.properties[at].1;
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            None => self.properties.push((prop, vec![value])),
        }
    }

    /// What it is called by its values alone, whatever its file says: the first Latin name, else the first name or what
    /// its schema shows instead.
    #[must_use]
    pub fn own_caption(&self) -> String {
        // The rule is that of every other answer; only what it looks at is copied.
        let schema = model().schema(self.schema);
        let shown = schema.map_or(&[][..], |schema| &schema.caption);
        let mut entity = Entity::new("", self.schema);
        for prop in shown.iter().copied().chain(["name"]) {
            for value in self.values(prop) {
                entity.add(prop, value);
            }
        }
        let caption = kashf_ftm::caption(&entity);
        match schema {
            Some(schema) if caption.is_empty() => schema.label.to_owned(),
            _ => caption,
        }
    }
}

impl<'e> EntityReader<'e> {
    /// A party by its number; empty when there is none.
    #[must_use]
    pub fn view(&self, number: u32) -> EntityView<'e> {
        let mut view = EntityView {
            number,
            ..EntityView::default()
        };
        let members = self.members(number);
        // A delisted entry is seen only where no list has the party any more.
        let is_current = |entry: &u32| *entry < self.entities.entries();
        let some_current = members.iter().any(is_current);
        for entry in &members {
            let Some((at, entity)) = self.place(*entry) else {
                continue;
            };
            let own = self.statements[at].entity_id(entity);
            let mut said = self.statements[at].statements(entity);
            let id = said.next().map_or(own, |said| said.canonical_id());
            if view.id.is_empty() {
                view.id = id;
            } else if id != view.id && !view.referents.contains(&id) {
                view.referents.push(id);
            }
            if some_current && !is_current(entry) {
                continue;
            }
            for said in self.statements[at].statements(entity) {
                view.add(said);
            }
            let list = &self.entities.lists[at];
            view.lists.push(list.dataset());
            if let Some((sources, caption)) = list.given(own) {
                let sources = sources.split(';').filter(|name| !name.is_empty());
                view.datasets.extend(sources);
                if view.caption.is_empty() {
                    view.caption = Cow::Borrowed(caption);
                }
            }
        }
        if let Some(cluster) = self.entities.cluster_of.get(&number) {
            let cluster = &self.entities.clusters[*cluster as usize];
            // An entry that is merged with nothing but former ids keeps its own.
            if !view.referents.is_empty() {
                view.id = &cluster.canonical_id;
            }
            let referents = cluster.referents.iter().map(String::as_str);
            view.referents = referents.filter(|id| *id != view.id).collect();
        }
        view.referents.sort_unstable();
        sort(&mut view.lists);
        view.datasets.extend(view.lists.iter().copied());
        sort(&mut view.datasets);
        let topics = view.values("topics");
        // What every list has dropped is no target any more.
        view.target = some_current
            && topics
                .iter()
                .any(|topic| RISKS.binary_search(topic).is_ok());
        if view.caption.is_empty() {
            view.caption = Cow::Owned(view.own_caption());
        }
        view
    }
}

fn sort(texts: &mut Vec<&str>) {
    texts.sort_unstable();
    texts.dedup();
}

impl Serialize for EntityView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(10))?;
        map.serialize_entry("id", self.id)?;
        map.serialize_entry("caption", &self.caption)?;
        map.serialize_entry("schema", self.schema)?;
        map.serialize_entry("properties", &Properties(&self.properties))?;
        map.serialize_entry("datasets", &self.datasets)?;
        map.serialize_entry("referents", &self.referents)?;
        map.serialize_entry("target", &self.target)?;
        map.serialize_entry("first_seen", &self.first_seen)?;
        map.serialize_entry("last_seen", &self.last_seen)?;
        map.serialize_entry("last_change", &self.last_change)?;
        map.end()
    }
}

struct Properties<'p, 'e>(&'p [(&'e str, Vec<&'e str>)]);

impl Serialize for Properties<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(prop, values)| (prop, values)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kashf_ftm::PropertyType;

    #[test]
    fn risks_are_topics_of_the_model_in_order() {
        assert!(RISKS.is_sorted());
        for risk in RISKS {
            assert!(model().value(PropertyType::Topic, risk).is_some(), "{risk}");
        }
    }
}
