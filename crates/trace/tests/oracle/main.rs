//! Laws on small random networks, with petgraph as the oracle: what a search of ours finds, petgraph finds by another way
//! on a graph that is built from the rows alone.

mod capacity;
mod channels;
mod cycles;
mod flow;
mod ownership;
mod rows;
