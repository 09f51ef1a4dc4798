//! `expand[]`: ids replaced by the objects that they name.

use serde::Serialize;
use serde_json::Value;

use super::{customers, params::Params};
use crate::{AppState, Failure, failure::Answer, store};

/// Deepest path.
const DEEPEST: usize = 4;
/// Fields that hold an id whose object can be put in its place. `ownership` is among them
/// although it is still null everywhere: asking for it is right, there is just nothing yet.
const EXPANDABLE: [&str; 2] = ["customer", "ownership"];

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
    let mut value = serde_json::to_value(object).map_err(Failure::internal)?;
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
    let Some(id) = slot.as_str().filter(|id| id.starts_with("cus_")) else { return Ok(()) };
    if let Some(row) = store::customers::find(state.store.pool(), merchant, id).await? {
        *slot = customers::json(&row)?;
    }
    Ok(())
}
