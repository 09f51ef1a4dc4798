//! One page of a listing: newest first, by cursor.

use sqlx::AssertSqlSafe;

/// Which page of a listing is asked for.
///
/// Ids sort in the order in which they were made (see [`crate::ids::new_id`]), so a cursor is a
/// plain comparison with an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Rows on a page, 1 to 100.
    pub limit: u32,
    /// Which side of which row.
    pub cursor: Cursor,
}

/// Which side of which row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cursor {
    /// The newest rows.
    #[default]
    Start,
    /// Rows older than this id.
    After(String),
    /// Rows newer than this id: those nearest to it.
    Before(String),
}

/// One page's rows, newest first, and whether more follow in the direction that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T> {
    /// Newest first.
    pub data: Vec<T>,
    /// Whether more follow.
    pub has_more: bool,
}

impl<T> Rows<T> {
    /// The same page of something else.
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Rows<U> {
        Rows { data: self.data.into_iter().map(each).collect(), has_more: self.has_more }
    }
}

impl Page {
    /// The id that has to exist for the page to make sense, and the parameter that named it.
    pub fn anchor(&self) -> Option<(&'static str, &str)> {
        match &self.cursor {
            Cursor::Start => None,
            Cursor::After(id) => Some(("starting_after", id)),
            Cursor::Before(id) => Some(("ending_before", id)),
        }
    }

    /// A query with cursor, order and limit behind a `WHERE …` that is there already. `$1` is the
    /// cursor and `$2` the limit: bind [`Page::id`] and [`Page::rows`] first, then what `select` has
    /// from `$3` on.
    pub fn query(&self, select: &str) -> AssertSqlSafe<String> {
        let end = match &self.cursor {
            // Compared with nothing, but bound all the same.
            Cursor::Start => "AND $1 = '' ORDER BY id DESC",
            Cursor::After(_) => "AND id < $1 ORDER BY id DESC",
            Cursor::Before(_) => "AND id > $1 ORDER BY id ASC",
        };
        // Only constants of this crate come together here.
        AssertSqlSafe(format!("{select} {end} LIMIT $2"))
    }

    /// The cursor's id, empty without one.
    pub fn id(&self) -> &str {
        self.anchor().map_or("", |(_, id)| id)
    }

    /// One row more than asked for, to know whether more follow.
    pub fn rows(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Cuts what [`Page::query`] read to the page that was asked for.
    pub fn cut<T>(&self, mut rows: Vec<T>) -> Rows<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        if matches!(self.cursor, Cursor::Before(_)) {
            rows.reverse();
        }
        Rows { data: rows, has_more }
    }
}
