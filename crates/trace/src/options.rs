//! What all searches have in common: window, hops, limits, hubs, threads.

use crate::{Flow, Limits, Party, TraceError};
use rayon::prelude::*;

/// What to do with parties through which very many movements run (payment processors, tax offices): paths through them
/// connect everybody with everybody and say nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hubs {
    /// Go through all.
    Through,
    /// Findings may begin or end at a hub, but no path passes through one; hubs passed over are named in the answer. A hub
    /// has more than this many movements in any one window, given or received.
    Around(u32),
}

/// The options of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Longest time from the first movement to the last, in seconds; exactly so long still counts.
    pub window: u32,
    /// Most movements of a path or cycle.
    pub max_hops: u8,
    /// Fewest parties at the wide side of a fan, a scatter or a layer.
    pub min_width: u32,
    /// How many findings one anchor (a closing payment, a hub in a window, a pair) may have; the best are kept.
    pub most: u32,
    /// How many steps one anchor may take before its search is cut (and says so).
    pub most_steps: u64,
    /// Hubs.
    pub hubs: Hubs,
    /// Amount that must be preserved from hop to hop, in percent of what came in; 0 asks for nothing. Across currencies nothing is asked.
    pub preserved: u8,
    /// How many seconds a movement may be earlier than the one before it on a path: 0 keeps the order of time strictly.
    pub slack: u32,
    /// Whether parallel payments along one ring of parties count as one cycle; else each is a cycle with its own evidence.
    pub bundle: bool,
    /// What single typologies ask beside: thresholds, dormancy, shares.
    pub limits: Limits,
    /// Threads; 0 takes all.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            window: 86_400,
            max_hops: 10,
            min_width: 3,
            most: 1_000,
            most_steps: 1_000_000,
            hubs: Hubs::Through,
            preserved: 0,
            slack: 0,
            bundle: false,
            limits: Limits::default(),
            threads: 0,
        }
    }
}

impl Options {
    /// # Errors
    /// A value outside its range.
    pub fn check(&self) -> Result<(), TraceError> {
        let refuse = |option, value: String, range| {
            Err(TraceError::Option {
                option,
                value,
                range,
            })
        };
        if !(2..=64).contains(&self.max_hops) {
            return refuse("max-hops", self.max_hops.to_string(), "2 to 64");
        }
        if self.preserved > 100 {
            return refuse("preserved", self.preserved.to_string(), "0 to 100 percent");
        }
        if self.most == 0 {
            return refuse("most", self.most.to_string(), "at least 1");
        }
        Ok(())
    }

    /// Which parties are hubs by these options, by number.
    #[must_use]
    pub fn hubs_of(&self, flow: &Flow) -> Vec<Party> {
        if self.hubs == Hubs::Through {
            return Vec::new();
        }
        (0..flow.parties())
            .filter(|party| self.is_hub(flow, *party))
            .collect()
    }

    /// Whether a party is a hub by these options.
    #[must_use]
    pub fn is_hub(&self, flow: &Flow, party: Party) -> bool {
        let Hubs::Around(most) = self.hubs else {
            return false;
        };
        let most = most as usize;
        [flow.leaving(party), flow.arriving(party)]
            .iter()
            .any(|steps| {
                steps.len() > most
                    && steps.windows(most + 1).any(|within| {
                        flow.clock(within[most].number) - flow.clock(within[0].number)
                            <= self.window
                    })
            })
    }
}

/// Runs `work` over ranges of `0..count`, on so many threads, and gives the results in the order of the ranges: the number of
/// threads changes nothing but the time. `scratch` is made once a thread and range.
pub fn in_parallel<S, T: Send>(
    count: u32,
    threads: usize,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, std::ops::Range<u32>) -> T + Sync,
) -> Vec<T> {
    const PIECE: u32 = 1 << 13;
    let pieces = count.div_ceil(PIECE);
    let one = |scratch: &mut S, piece: u32| {
        let start = piece * PIECE;
        work(scratch, start..start.saturating_add(PIECE).min(count))
    };
    if threads == 1 || pieces < 2 {
        let mut scratch = scratch();
        return (0..pieces).map(|piece| one(&mut scratch, piece)).collect();
    }
    let run = || {
        (0..pieces)
            .into_par_iter()
            .map_init(&scratch, one)
            .collect()
    };
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(run),
        // No thread can be had: the work is done all the same.
        Err(_) => {
            let mut scratch = scratch();
            (0..pieces).map(|piece| one(&mut scratch, piece)).collect()
        }
    }
}
