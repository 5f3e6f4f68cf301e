//! Strongly connected components: the parties that hold each other in circles, owners before what they own.
//!
//! Tarjan's algorithm (1972) without recursion, so that a chain of a million companies needs no stack.

/// The nodes of a graph, component by component, and where each component ends: first those that nobody outside points to.
/// `held_by` gives whom a node points to.
pub(super) fn components<'g>(
    count: u32,
    held_by: impl Fn(u32) -> &'g [u32],
) -> (Vec<u32>, Vec<u32>) {
    let mut found = Finder {
        index: vec![0; count as usize],
        low: vec![0; count as usize],
        stack: Vec::new(),
        order: Vec::with_capacity(count as usize),
        ends: Vec::new(),
        next: 0,
    };
    // Nodes on the path from the root, each with how many of its ends were gone through.
    let mut path: Vec<(u32, u32)> = Vec::new();
    for root in 0..count {
        if found.index[root as usize] != 0 {
            continue;
        }
        found.enter(root);
        path.push((root, 0));
        while let Some((node, done)) = path.last_mut() {
            let node = *node;
            if let Some(end) = held_by(node).get(*done as usize) {
                *done += 1;
                if found.index[*end as usize] == 0 {
                    found.enter(*end);
                    path.push((*end, 0));
                } else {
                    found.lower(node, *end);
                }
                continue;
            }
            path.pop();
            if let Some((above, _)) = path.last() {
                found.lower(*above, node);
            }
            found.leave(node);
        }
    }
    found.in_order()
}

/// A component that is complete.
const DONE: u32 = u32::MAX;

struct Finder {
    /// When a node was met, counted from 1; 0 for not yet.
    index: Vec<u32>,
    /// The earliest node that it leads back to; [`DONE`] once its component is complete.
    low: Vec<u32>,
    stack: Vec<u32>,
    order: Vec<u32>,
    /// Where components end in `order`.
    ends: Vec<u32>,
    next: u32,
}

impl Finder {
    fn enter(&mut self, node: u32) {
        self.next += 1;
        self.index[node as usize] = self.next;
        self.low[node as usize] = self.next;
        self.stack.push(node);
    }

    fn lower(&mut self, node: u32, to: u32) {
        let reached = self.low[to as usize];
        if reached != DONE {
            let low = &mut self.low[node as usize];
            *low = (*low).min(reached);
        }
    }

    fn leave(&mut self, node: u32) {
        if self.low[node as usize] != self.index[node as usize] {
            return;
        }
        while let Some(member) = self.stack.pop() {
            self.low[member as usize] = DONE;
            self.order.push(member);
            if member == node {
                break;
            }
        }
        // It fits: nodes are numbered by 32 bits.
        self.ends.push(self.order.len() as u32);
    }

    /// Tarjan completes what is pointed to first: turned round, owners come first.
    fn in_order(mut self) -> (Vec<u32>, Vec<u32>) {
        let Some(count) = self.ends.pop() else {
            return (Vec::new(), Vec::new());
        };
        self.order.reverse();
        let mut ends: Vec<u32> = self.ends.iter().rev().map(|end| count - end).collect();
        ends.push(count);
        (self.order, ends)
    }
}
