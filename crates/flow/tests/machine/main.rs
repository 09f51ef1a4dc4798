//! The machine seen from outside: events in, effects out.
//!
//! Below `panes/` each file holds the rules of the pane it is named after; `closing`, `opening`,
//! `connection` and `host_events` hold those that belong to no single pane. `properties` lets random
//! people meet a server that answers late, twice, wrongly or not at all (`model/`); `explore` walks
//! every state within reach of a small alphabet. `replay` is about the logs of flows.

mod closing;
mod connection;
mod explore;
mod fixtures;
mod host_events;
mod model;
mod opening;
mod panes;
mod properties;
mod replay;
mod stage;
