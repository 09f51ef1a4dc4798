//! Times between two ends, as lists are filtered by: `created`, or `created[gte]` and the like.

use super::{Params, Rule, Schema};
use crate::{Failure, failure::Answer};

/// When something was made.
pub const CREATED: [&str; 5] = ["created", "created[gt]", "created[gte]", "created[lt]", "created[lte]"];
/// A list that can be filtered by it.
pub const BY_CREATED: Schema = Schema { texts: &CREATED, rules: &times(CREATED), ..Schema::NONE };

/// The rules of such names.
pub const fn times(names: [&str; 5]) -> [(&str, Rule); 5] {
    let [at, gt, gte, lt, lte] = names;
    [(at, Rule::Time), (gt, Rule::Time), (gte, Rule::Time), (lt, Rule::Time), (lte, Rule::Time)]
}

impl Params {
    /// The earliest and latest time that are asked for, both included. The names come in the order of
    /// [`CREATED`].
    pub fn range(&self, names: [&str; 5]) -> Answer<(i64, i64)> {
        let [at, gt, gte, lt, lte] = names;
        if let Some(time) = self.time(at)? {
            return match [gt, gte, lt, lte].into_iter().find(|name| self.has(name)) {
                Some(other) => Err(Failure::exclusive_params(at, other)),
                None => Ok((time, time)),
            };
        }
        let from = [self.time(gt)?.map(|time| time.saturating_add(1)), self.time(gte)?];
        let to = [self.time(lt)?.map(|time| time.saturating_sub(1)), self.time(lte)?];
        let from = from.into_iter().flatten().max().unwrap_or(i64::MIN);
        Ok((from, to.into_iter().flatten().min().unwrap_or(i64::MAX)))
    }
}
