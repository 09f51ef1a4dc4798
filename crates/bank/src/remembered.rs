//! A few things that must not be forgotten for a while, in bounded memory.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Values by id, each until its end.
pub(crate) struct Remembered<V> {
    most: usize,
    values: Mutex<HashMap<u128, (V, i64)>>,
}

/// There is no room for another id, so what depends on it has to be refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Full;

impl<V: Clone> Remembered<V> {
    /// Room for `most` ids.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, values: Mutex::new(HashMap::new()) }
    }

    /// Sets the value of `id` to what `change` makes of the one there, in one step, and returns it.
    pub(crate) fn update(
        &self,
        id: u128,
        ends: i64,
        now: i64,
        change: impl FnOnce(Option<V>) -> V,
    ) -> Result<V, Full> {
        // What is in the map is whole even if a thread died while it held the lock.
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if values.len() >= self.most && !values.contains_key(&id) {
            values.retain(|_, (_, ends)| *ends > now);
            if values.len() >= self.most {
                return Err(Full);
            }
        }
        let before = values.get(&id).filter(|(_, ends)| *ends > now).map(|(value, _)| value.clone());
        let after = change(before);
        values.insert(id, (after.clone(), ends));
        Ok(after)
    }

    /// The value of `id`.
    pub(crate) fn get(&self, id: u128, now: i64) -> Option<V> {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.get(&id).filter(|(_, ends)| *ends > now).map(|(value, _)| value.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_last_until_their_end() {
        let remembered = Remembered::new(2);
        let add = |before: Option<u32>| before.unwrap_or_default() + 1;
        assert_eq!(remembered.update(1, 10, 0, add), Ok(1));
        assert_eq!(remembered.update(1, 10, 5, add), Ok(2));
        assert_eq!(remembered.get(1, 9), Some(2));
        assert_eq!(remembered.get(1, 10), None);
        assert_eq!(remembered.get(2, 0), None);
    }

    #[test]
    fn it_never_grows_over_its_bound_and_forgets_nothing_too_early() {
        let remembered = Remembered::new(2);
        let set = |id, ends, now| remembered.update(id, ends, now, |_| ());
        assert_eq!(set(1, 10, 0), Ok(()));
        assert_eq!(set(2, 20, 0), Ok(()));
        assert_eq!(set(3, 20, 0), Err(Full));
        assert_eq!(set(2, 20, 0), Ok(()), "a known id needs no room");
        assert_eq!(set(3, 20, 10), Ok(()), "what is past its end makes room");
        assert_eq!(set(4, 20, 10), Err(Full));
    }
}
