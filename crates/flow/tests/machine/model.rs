//! A world for the flow to live in: a server that keeps its own books, and rules that hold whatever
//! happens.

pub mod person;
pub mod rules;
pub mod server;
pub mod world;
