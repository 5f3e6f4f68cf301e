//! Where a condition looks: from the name of a field to the numbers of an index.

use crate::fields::{OWN, group_in_words, is_exact, is_group, is_time, properties};
use crate::index::Index;
use crate::query::Target;

/// Where a condition looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Names, which count more, and everything else.
    Default,
    /// The words of these properties; `None`: of all.
    Words(Option<Vec<bool>>),
    /// The values of these fields.
    Values(Vec<u16>, How),
    /// Whether the entity itself is listed.
    Target,
    /// Nowhere: no entity has such a field.
    Nowhere,
}

/// How values of a field are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// In their plain form.
    Plain,
    /// As written; letters of the other case are tried as well.
    Exact,
    /// As plain ones, and a day lies within its month.
    Time,
}

impl Index {
    /// Where a condition with this field looks.
    pub(super) fn place(&self, target: &Target) -> Place {
        let Some(name) = target.as_deref() else {
            return Place::Default;
        };
        match name {
            "text" | "properties" | "properties.*" => return Place::Words(None),
            "target" => return Place::Target,
            "entity_id" => return self.own("id"),
            "name_parts" => return Place::Words(Some(self.mask("names"))),
            _ => {}
        }
        if OWN.contains(&name) {
            return self.own(name);
        }
        if is_group(name) {
            return if group_in_words(name) {
                Place::Words(Some(self.mask(name)))
            } else {
                Place::Values(self.gathered(name), self.how_group(name))
            };
        }
        let prop = name.strip_prefix("properties.").unwrap_or(name);
        let Some(&field) = self.fields.get(&format!("properties.{prop}")) else {
            return Place::Nowhere;
        };
        match properties().get(prop) {
            Some(info) if !info.in_words => {
                let how = if info.is_date { How::Time } else { How::Plain };
                Place::Values(vec![field], how)
            }
            _ => {
                let mut mask = vec![false; self.fields.len()];
                mask[usize::from(field)] = true;
                Place::Words(Some(mask))
            }
        }
    }

    fn own(&self, name: &str) -> Place {
        let how = match name {
            name if is_exact(name) => How::Exact,
            name if is_time(name) => How::Time,
            _ => How::Plain,
        };
        match self.fields.get(name) {
            Some(&field) => Place::Values(vec![field], how),
            None => Place::Nowhere,
        }
    }

    fn how_group(&self, group: &str) -> How {
        if group == "dates" {
            How::Time
        } else {
            How::Plain
        }
    }

    /// The fields whose values a group gathers, sorted.
    pub(super) fn gathered(&self, group: &str) -> Vec<u16> {
        let known = self.fields.iter().filter(|(name, _)| {
            let prop = name.strip_prefix("properties.");
            prop.and_then(|prop| properties().get(prop))
                .is_some_and(|info| info.groups.contains(group))
        });
        let mut fields: Vec<u16> = known.map(|(_, &field)| field).collect();
        fields.sort_unstable();
        fields
    }

    pub(super) fn mask(&self, group: &str) -> Vec<bool> {
        let mut mask = vec![false; self.fields.len()];
        for field in self.gathered(group) {
            mask[usize::from(field)] = true;
        }
        mask
    }
}
