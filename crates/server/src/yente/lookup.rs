//! The entities of a snapshot and the index in which they are searched: made when first asked for, kept as long as
//! the snapshot is the same.
//!
//! Making it takes a second or two for a large list and stands in nobody's way: requests that need it wait without
//! holding a worker. Where there was one, the next snapshot's is made before the swap.

use crate::error::{Overload, YenteError};
use crate::world::World;
use kashf::{Entities, KashfError, Screener};
use kashf_search::{Document, Index};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Entities, and the index over them.
#[derive(Debug)]
pub(crate) struct Lookup {
    pub(crate) entities: Entities,
    pub(crate) index: Index,
}

/// Where the lookup of a snapshot will stand.
pub(crate) type LookupCell = Arc<OnceCell<Arc<Lookup>>>;

impl Lookup {
    /// Reads all entities that a screener answers about.
    ///
    /// # Errors
    /// A damaged table.
    pub(crate) fn of(screener: &Screener) -> Result<Self, KashfError> {
        let entities = Entities::of(screener)?;
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
        let index = index.finish();
        drop(reader);
        Ok(Self { entities, index })
    }
}

impl World {
    /// The lookup of this snapshot; makes it when it is not there.
    ///
    /// # Errors
    /// A damaged table, or a defect.
    pub(crate) async fn lookup(&self) -> Result<Arc<Lookup>, YenteError> {
        let made = self.lookup_cell().get_or_try_init(|| async {
            let screener = Arc::clone(&self.screener);
            let made = tokio::task::spawn_blocking(move || Lookup::of(&screener)).await;
            match made {
                Ok(Ok(lookup)) => Ok(Arc::new(lookup)),
                // Said without the table's place on disk: that is the log's and `kashf verify`'s.
                Ok(Err(_)) | Err(_) => Err(YenteError::from(Overload::Defect)),
            }
        });
        made.await.map(Arc::clone)
    }
}
