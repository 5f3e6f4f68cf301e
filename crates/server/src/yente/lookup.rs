//! The index in which the entities of a snapshot are searched: made when first asked for, kept as long as the snapshot
//! is the same.
//!
//! Making it takes a second or two for a large list and stands in nobody's way: requests that need it wait without
//! holding a worker. Where there was one, the next snapshot's is made before the swap.

use crate::error::{Overload, YenteError};
use crate::world::World;
use kashf::Entities;
use kashf_search::{Document, Index};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Where the index of a snapshot will stand. Its numbers are those of the parties.
pub(crate) type IndexCell = Arc<OnceCell<Arc<Index>>>;

/// The index of all parties.
pub(crate) fn index_of(entities: &Entities) -> Index {
    let mut index = Index::builder();
    let reader = entities.reader();
    for number in reader.parties() {
        let view = reader.view(number);
        index.add(&Document {
            number,
            id: view.id,
            caption: &view.caption,
            schema: view.schema,
            properties: &view.properties,
            datasets: &view.datasets,
            lists: &view.lists,
            referents: &view.referents,
            target: view.target,
            first_seen: view.first_seen,
            last_seen: view.last_seen,
            last_change: view.last_change,
        });
    }
    index.finish()
}

/// The index of this snapshot; makes it when it is not there.
///
/// # Errors
/// A defect of the program.
pub(crate) async fn index(world: &Arc<World>) -> Result<Arc<Index>, YenteError> {
    let made = world.index_cell().get_or_try_init(|| async {
        let world = Arc::clone(world);
        let made = tokio::task::spawn_blocking(move || index_of(&world.entities)).await;
        made.map(Arc::new)
            .map_err(|_| YenteError::from(Overload::Defect))
    });
    made.await.map(Arc::clone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Worlds;
    use kashf::{Kashf, LoadRequest, NoProgress};
    use kashf_search::{Search, parse};
    use std::path::Path;

    fn load(folder: &Path, name: &str, person: &str) {
        let file = folder.join(format!("{name}.ftm.json"));
        let line = format!(
            r#"{{"id":"{name}-1","schema":"Person","properties":{{"name":["{person} Exampleman"]}}}}"#
        );
        fs_err::write(&file, line).expect("a scratch file");
        let request = LoadRequest {
            sources: vec![file.display().to_string()],
            name: Some(name.to_owned()),
            now: "2026-01-01T00:00:00Z".to_owned(),
            ..LoadRequest::default()
        };
        let kashf = Kashf::open(folder.join("data")).expect("a data directory");
        kashf.load(&request, &NoProgress).expect("the list loads");
    }

    #[tokio::test]
    async fn it_is_made_once_and_anew_for_a_new_snapshot_before_the_swap() {
        let folder = tempfile::tempdir().expect("a scratch directory");
        load(folder.path(), "first_list", "Nadir");
        let kashf = Kashf::open(folder.path().join("data")).expect("a data directory");
        let worlds = Worlds::new(kashf).expect("a list is loaded");
        let old = worlds.current();
        assert!(!old.index_cell().initialized(), "nobody has searched");
        let one = index(&old).await.expect("an index");
        let again = index(&old).await.expect("an index");
        assert!(Arc::ptr_eq(&one, &again));

        load(folder.path(), "second_list", "Layla");
        assert!(worlds.refresh().expect("a swap"));
        let new = worlds.current();
        assert!(new.index_cell().initialized(), "made before the swap");
        let query = parse("exampleman").expect("a query");
        let total = |index: &Index| index.search(&Search::of(&query)).map(|found| found.total);
        assert_eq!(total(&index(&new).await.expect("an index")), Ok(2));
        assert_eq!(total(&one), Ok(1), "who asked before still sees what was");
    }
}
