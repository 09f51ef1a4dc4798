//! What a task prints: a line when a step begins, its plain command, and a line with its time.

use std::time::{Duration, Instant};

use crate::failure::Result;

/// Runs one step with a line before and a line after it.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("── {what}");
    let start = Instant::now();
    let result = work();
    let sign = if result.is_ok() { "✓" } else { "✗" };
    println!("{sign}  {what} · {}", seconds(start.elapsed()));
    result
}

/// Says that something needed nothing.
pub fn ready(what: &str) {
    println!("✓  {what}");
}

/// Says something about the step that is under way.
pub fn note(what: &str) {
    println!("   {what}");
}

/// A duration as one reads it.
pub fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(1250)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(168)), "2 min 48 s");
    }
}
