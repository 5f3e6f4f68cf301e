//! Which lists an answer is about: the dataset of the path, narrowed by `include_dataset` and `exclude_dataset`.
//!
//! A collection such as OpenSanctions' is one loaded list whose entities name their own sources. A name here may be
//! that of a loaded list or of such a source: an entity is in when a list or source of it is included and not
//! excluded. Names that nobody bears are no error, as with yente.

use crate::error::YenteError;
use crate::world::World;
use axum::http::StatusCode;
use kashf::EntityView;

/// Which lists, and which of their entities by source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Lists that are asked.
    lists: Vec<String>,
    /// True when these are all that are loaded.
    all: bool,
    include: Vec<String>,
    exclude: Vec<String>,
    /// True when a name is that of no loaded list: it may be a source of entities.
    by_source: bool,
}

/// The loaded lists that a name in a path means; 404 when it means none.
pub(super) fn lists_of(world: &World, name: &str) -> Result<Vec<String>, YenteError> {
    let chosen = world.screener.datasets(&[name.to_owned()]);
    let chosen = chosen.map_err(|_| YenteError::new(StatusCode::NOT_FOUND, "No such dataset."))?;
    let all = || {
        world
            .screener
            .segments()
            .iter()
            .map(|list| list.dataset.clone())
    };
    Ok(chosen.unwrap_or_else(|| all().collect()))
}

impl Scope {
    /// The scope of a request.
    ///
    /// # Errors
    /// 404 when no dataset is called so.
    pub(crate) fn of(
        world: &World,
        dataset: &str,
        include: &[String],
        exclude: &[String],
    ) -> Result<Self, YenteError> {
        let mut lists = lists_of(world, dataset)?;
        let mut by_source = false;
        let mut full = |names: &[String]| {
            let mut known = Vec::with_capacity(names.len());
            for name in names {
                match lists_of(world, name) {
                    Ok(lists) => known.extend(lists),
                    Err(_) => {
                        by_source = true;
                        known.push(name.clone());
                    }
                }
            }
            known
        };
        let (include, exclude) = (full(include), full(exclude));
        lists.retain(|list| !exclude.contains(list));
        if !include.is_empty() && !by_source {
            lists.retain(|list| include.contains(list));
        }
        Ok(Self {
            all: lists.len() == world.screener.segments().len(),
            lists,
            include,
            exclude,
            by_source,
        })
    }

    /// True when no list is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The lists to ask; `None` for all.
    pub(crate) fn lists(&self) -> Option<&[String]> {
        (!self.all).then_some(&self.lists)
    }

    /// True when the lists alone do not decide, so that [`Scope::holds`] must be asked.
    pub(crate) const fn is_by_source(&self) -> bool {
        self.by_source
    }

    /// True for an entity of the scope.
    pub(crate) fn holds(&self, entity: &EntityView<'_>) -> bool {
        let excluded = |name: &str| self.exclude.iter().any(|known| known == name);
        let included = |name: &str| self.include.iter().any(|known| known == name);
        let mut sources = entity.datasets.iter();
        let mut sources = sources
            .by_ref()
            .filter(|name| !entity.lists.contains(name))
            .peekable();
        let without_sources = sources.peek().is_none();
        let sources: Vec<&str> = sources.copied().filter(|name| !excluded(name)).collect();
        let by_source = sources.iter().any(|name| included(name));
        entity
            .lists
            .iter()
            .filter(|list| self.lists.iter().any(|known| known == *list))
            .any(|list| {
                if self.include.is_empty() || included(list) {
                    without_sources || !sources.is_empty()
                } else {
                    by_source
                }
            })
    }
}
