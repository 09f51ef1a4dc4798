//! The exported function, against a real server.
