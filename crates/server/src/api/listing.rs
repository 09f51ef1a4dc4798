//! List answers.

use linkspan_wire::List;

use crate::{
    Failure,
    failure::Answer,
    store::page::{Page, Rows},
};

/// One page as the list object.
pub fn list<T>(url: &str, rows: Rows<T>) -> List<T> {
    List::new(url, rows.data, rows.has_more)
}

/// Refuses a cursor that names nothing: without this, a mistyped id would look like an empty or
/// a shifted page.
///
/// # Errors
/// Names `starting_after` or `ending_before`.
pub async fn check_cursor<T>(
    page: &Page,
    kind: &str,
    find: impl AsyncFnOnce(&str) -> Result<Option<T>, sqlx::Error>,
) -> Answer<()> {
    let Some((param, id)) = page.anchor() else { return Ok(()) };
    match find(id).await? {
        Some(_) => Ok(()),
        None => Err(Failure::not_found(kind, id, param)),
    }
}
