//! One page of a listing: newest first, by cursor.

use sqlx::{QueryBuilder, Sqlite};

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

impl Page {
    /// The id that has to exist for the page to make sense, and the parameter that named it.
    pub fn anchor(&self) -> Option<(&'static str, &str)> {
        match &self.cursor {
            Cursor::Start => None,
            Cursor::After(id) => Some(("starting_after", id)),
            Cursor::Before(id) => Some(("ending_before", id)),
        }
    }

    /// Adds the cursor, the order and the limit behind a `WHERE …` that is there already. One row
    /// more than asked for is read, to know whether more follow.
    pub fn push_to(&self, query: &mut QueryBuilder<Sqlite>, id_column: &str) {
        let order = match &self.cursor {
            Cursor::Start => " DESC",
            Cursor::After(id) => {
                query.push(" AND ").push(id_column).push(" < ").push_bind(id.clone());
                " DESC"
            }
            Cursor::Before(id) => {
                query.push(" AND ").push(id_column).push(" > ").push_bind(id.clone());
                " ASC"
            }
        };
        query.push(" ORDER BY ").push(id_column).push(order);
        query.push(" LIMIT ").push_bind(i64::from(self.limit) + 1);
    }

    /// Cuts what [`Page::push_to`] read to the page that was asked for.
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
