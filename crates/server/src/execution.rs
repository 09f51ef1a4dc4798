//! Whether a request has been carried out, as far as that matters to whoever sends it again.

use std::cell::Cell;

tokio::task_local! {
    static BEGUN: Cell<bool>;
}

/// Does the work, and says whether anything of it may have been written.
pub async fn observed<T>(work: impl Future<Output = T>) -> (T, bool) {
    BEGUN.scope(Cell::new(false), async { (work.await, BEGUN.get().get()) }).await
}

/// From here on something may have been written, in what [`observed`] does. Nothing outside it.
pub fn begins() {
    // Most of what writes is not observed.
    BEGUN.try_with(|begun| begun.set(true)).unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_work_is_observed_by_itself() {
        begins();
        assert_eq!(observed(async { 1 }).await, (1, false));
        assert_eq!(observed(async { begins() }).await, ((), true));
        assert_eq!(observed(async { 2 }).await, (2, false));
    }
}
