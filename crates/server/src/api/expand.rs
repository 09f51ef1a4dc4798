//! `expand[]`: ids replaced by the objects that they name.

use serde::Serialize;
use serde_json::Value;

use super::{accounts, customers, institutions, params::Params};
use crate::{AppState, Failure, failure::Answer, store};

/// Deepest path.
const DEEPEST: usize = 4;
/// Fields that hold an id whose object can be put in its place.
const EXPANDABLE: [&str; 4] = ["authorization", "customer", "institution", "ownership"];

/// The answer as JSON, with what `expand[]` names put in.
///
/// # Errors
/// Names a path that leads to nothing that can be expanded.
pub async fn answer(
    state: &AppState,
    merchant: &str,
    params: &Params,
    object: &impl Serialize,
) -> Answer<axum::Json<Value>> {
    let mut value = json(object)?;
    for path in params.list("expand")?.unwrap_or_default() {
        let keys: Vec<&str> = path.split('.').collect();
        let leaf = keys.last().copied().unwrap_or_default();
        if keys.len() > DEEPEST || !EXPANDABLE.contains(&leaf) {
            return Err(refused());
        }
        let mut places = Vec::new();
        if !collect(&value, &keys, String::new(), &mut places) {
            return Err(refused());
        }
        for place in places {
            expand(state, merchant, &mut value, &place).await?;
        }
    }
    Ok(axum::Json(value))
}

fn refused() -> Failure {
    Failure::invalid_param(
        "expand",
        "This property cannot be expanded: name an id field of the answer, with 'data.' before it in lists.",
    )
}

/// Finds the places that a path leads to; says whether the path fits the answer at all.
fn collect(value: &Value, keys: &[&str], place: String, places: &mut Vec<String>) -> bool {
    let Some((key, rest)) = keys.split_first() else {
        places.push(place);
        return true;
    };
    match value {
        Value::Object(fields) => match fields.get(*key) {
            Some(field) => collect(field, rest, format!("{place}/{key}"), places),
            // A holder of another kind has no such field; its neighbours may.
            None => rest.is_empty() && EXPANDABLE.contains(key),
        },
        Value::Array(items) => items
            .iter()
            .enumerate()
            .fold(true, |fits, (index, item)| fits & collect(item, keys, format!("{place}/{index}"), places)),
        Value::Null => true,
        _ => false,
    }
}

async fn expand(state: &AppState, merchant: &str, value: &mut Value, place: &str) -> Answer<()> {
    let Some(slot) = value.pointer_mut(place) else { return Ok(()) };
    if let Some(id) = slot.as_str()
        && let Some(object) = object(state, merchant, id).await?
    {
        *slot = object;
    }
    Ok(())
}

/// The object that an id names, by the id's prefix.
async fn object(state: &AppState, merchant: &str, id: &str) -> Answer<Option<Value>> {
    let pool = state.store.pool();
    match id.split_once('_').map_or("", |(prefix, _)| prefix) {
        "cus" => {
            let row = store::customers::find(pool, merchant, id).await?;
            row.map(|row| customers::json(&row)).transpose()
        }
        "fcaowns" => match store::ownerships::find(pool, merchant, id).await? {
            Some(row) => json(&accounts::ownership_object(state, &row).await?).map(Some),
            None => Ok(None),
        },
        "fcauth" => {
            let row = store::authorizations::find(pool, merchant, id).await?;
            row.map(|row| json(&row.object.0)).transpose()
        }
        "bcinst" => {
            let record = state.directory.get(id);
            record.map(|record| json(&institutions::object(state, record))).transpose()
        }
        _ => Ok(None),
    }
}

fn json(object: &impl Serialize) -> Answer<Value> {
    serde_json::to_value(object).map_err(Failure::internal)
}
