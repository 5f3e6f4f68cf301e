//! Long lists in blocks: side by side within a block, in order from one block to the next.
//!
//! What makes tables of a list of millions works on a block at a time, so that memory is bounded by the
//! block and the tables, not by the list. The order in which results are taken is that of the items, so the
//! number of threads changes no byte.

use rayon::prelude::*;

/// Weight of the items of a block. A block of a megabyte of text keeps both cores busy for some milliseconds
/// and takes, as entities and statements, some twenty megabytes.
const BLOCK: usize = 1 << 20;

/// Works on items side by side and takes the results one after another, in the order of the items. While the
/// results of a block are taken, the next block is worked on.
///
/// `weight` bounds what one block holds: bytes of a line, or what stands for them.
///
/// ```
/// let mut all = Vec::new();
/// kashf_store::in_blocks(0..5_u32, |_| 1 << 19, |n| n * n, |square| {
///     all.push(square);
///     Ok::<(), ()>(())
/// })?;
/// assert_eq!(all, [0, 1, 4, 9, 16]);
/// # Ok::<(), ()>(())
/// ```
///
/// # Errors
/// The first error of `take`; nothing is taken after it.
pub fn in_blocks<I: Send, O: Send, E: Send>(
    items: impl IntoIterator<Item = I>,
    weight: impl Fn(&I) -> usize,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), E> + Send,
) -> Result<(), E> {
    let mut items = items.into_iter();
    let mut worked: Vec<O> = Vec::new();
    loop {
        let (mut block, mut size) = (Vec::new(), 0);
        while size < BLOCK
            && let Some(item) = items.next()
        {
            size += weight(&item);
            block.push(item);
        }
        let last = block.is_empty();
        let before = std::mem::take(&mut worked);
        let (next, taken) = rayon::join(
            || block.into_par_iter().map(&work).collect(),
            || before.into_iter().try_for_each(&mut take),
        );
        taken?;
        if last {
            return Ok(());
        }
        worked = next;
    }
}
