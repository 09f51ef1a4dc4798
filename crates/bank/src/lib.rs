//! The test bank: OAuth window, credential sign-in and deterministic accounts.

pub mod protocol;
