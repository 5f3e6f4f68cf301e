//! The largest flow through a network of arcs, and where it is tight.
//!
//! SOURCE: Dinic 1970 (blocking flows in layers); Ford and Fulkerson 1956 (what can still be reached is one side of a
//! smallest cut).

use std::collections::VecDeque;

/// Arcs between nodes; each has its opposite at the number with the last bit turned.
#[derive(Debug, Default)]
pub(super) struct Arcs {
    /// The first arc of each node.
    heads: Vec<u32>,
    /// The next arc of the same node.
    next: Vec<u32>,
    to: Vec<u32>,
    /// How much more fits.
    room: Vec<i64>,
}

const NONE: u32 = u32::MAX;

/// More than any arc carries: an arc that is never tight.
pub(super) const NO_LIMIT: i64 = i64::MAX / 2;

impl Arcs {
    /// A node more; its number.
    pub(super) fn node(&mut self) -> u32 {
        self.heads.push(NONE);
        // It fits: nodes are fewer than arcs, and those are bounded by the caller.
        self.heads.len() as u32 - 1
    }

    /// An arc more; its number.
    pub(super) fn arc(&mut self, from: u32, to: u32, room: i64) -> u32 {
        let number = self.to.len() as u32;
        for (from, to, room) in [(from, to, room), (to, from, 0)] {
            self.next.push(self.heads[from as usize]);
            self.heads[from as usize] = self.to.len() as u32;
            self.to.push(to);
            self.room.push(room);
        }
        number
    }

    /// How much runs through an arc: what fits back.
    pub(super) fn flow(&self, arc: u32) -> i64 {
        self.room[(arc ^ 1) as usize]
    }

    /// The largest flow between two nodes; false when so many steps were too few and it may be larger. No more than
    /// `i64` holds can run.
    pub(super) fn fill(&mut self, from: u32, to: u32, most_steps: u64) -> (i64, bool) {
        let (mut flow, mut steps) = (0_i64, 0);
        loop {
            let layers = self.layers(from, to, &mut steps);
            if layers[to as usize] == NONE {
                return (flow, true);
            }
            let mut at = self.heads.clone();
            loop {
                let more = self.augment(from, to, &layers, &mut at, &mut steps);
                flow = flow.saturating_add(more);
                if steps > most_steps {
                    return (flow, false);
                }
                if more == 0 {
                    break;
                }
            }
        }
    }

    /// Arcs with room, from a node, by number of arcs on the way.
    fn layers(&self, from: u32, to: u32, steps: &mut u64) -> Vec<u32> {
        let mut layers = vec![NONE; self.heads.len()];
        layers[from as usize] = 0;
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            if node == to {
                break;
            }
            let mut arc = self.heads[node as usize];
            while arc != NONE {
                *steps += 1;
                let other = self.to[arc as usize] as usize;
                if self.room[arc as usize] > 0 && layers[other] == NONE {
                    layers[other] = layers[node as usize] + 1;
                    queue.push_back(other as u32);
                }
                arc = self.next[arc as usize];
            }
        }
        layers
    }

    /// Sends what fits along one path of layers; none when there is no path left. Walked with a stack of its own: paths
    /// are as long as parties have movements.
    fn augment(
        &mut self,
        from: u32,
        to: u32,
        layers: &[u32],
        at: &mut [u32],
        steps: &mut u64,
    ) -> i64 {
        let mut path: Vec<u32> = Vec::new();
        let mut node = from;
        while node != to {
            let arc = at[node as usize];
            *steps += 1;
            if arc == NONE {
                // A dead end: one back, and past the arc that led here.
                let Some(back) = path.pop() else {
                    return 0;
                };
                node = self.to[(back ^ 1) as usize];
                at[node as usize] = self.next[back as usize];
                continue;
            }
            let other = self.to[arc as usize];
            if self.room[arc as usize] > 0
                && layers[other as usize] == layers[node as usize] + 1
                && layers[other as usize] != NONE
            {
                path.push(arc);
                node = other;
            } else {
                at[node as usize] = self.next[arc as usize];
            }
        }
        let room = path.iter().map(|arc| self.room[*arc as usize]).min();
        let room = room.unwrap_or(0);
        for arc in path {
            self.room[arc as usize] -= room;
            self.room[(arc ^ 1) as usize] += room;
        }
        room
    }

    /// Which nodes can still be reached from one.
    pub(super) fn reached_from(&self, from: u32) -> Vec<bool> {
        self.search(from, |arc| self.room[arc as usize] > 0)
    }

    /// From which nodes one can still be reached.
    pub(super) fn reaching(&self, to: u32) -> Vec<bool> {
        self.search(to, |arc| self.room[(arc ^ 1) as usize] > 0)
    }

    fn search(&self, start: u32, may_walk: impl Fn(u32) -> bool) -> Vec<bool> {
        let mut seen = vec![false; self.heads.len()];
        seen[start as usize] = true;
        let mut waiting = vec![start];
        while let Some(node) = waiting.pop() {
            let mut arc = self.heads[node as usize];
            while arc != NONE {
                let other = self.to[arc as usize];
                if may_walk(arc) && !seen[other as usize] {
                    seen[other as usize] = true;
                    waiting.push(other);
                }
                arc = self.next[arc as usize];
            }
        }
        seen
    }

    /// The nodes of an arc.
    pub(super) fn ends(&self, arc: u32) -> (u32, u32) {
        (self.to[(arc ^ 1) as usize], self.to[arc as usize])
    }
}
