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
