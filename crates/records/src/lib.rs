//! `kashf.sqlite`: what the program itself writes down beside the lists: users, keys, jobs, the screening log.
//!
//! It knows no list and screens nobody. It reads no clock: times are passed in.
