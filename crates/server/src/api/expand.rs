//! `expand[]`: ids replaced by the objects that they name.

use serde::Serialize;
use serde_json::Value;

use super::{Caller, accounts, customers, institutions, params::Params};
use crate::{AppState, Failure, execution, failure::Answer, permissions::Access, store};

/// Deepest path.
const DEEPEST: usize = 4;
/// Fields that hold an id whose object can be put in its place.
const EXPANDABLE: [&str; 9] = [
    "authorization",
    "charge",
    "customer",
    "institution",
    "latest_charge",
    "mandate",
    "ownership",
    "payment_intent",
    "payment_method",
];

/// The answer as JSON, with what `expand[]` names put in.
///
/// # Errors
/// Names a path that leads to nothing that can be expanded.
pub async fn answer(
    state: &AppState,
    caller: &Caller,
    params: &Params,
    object: &impl Serialize,
) -> Answer<axum::Json<Value>> {
    execution::begins();
    let mut value = json(object)?;
    for path in params.list("expand")?.unwrap_or_default() {
        let keys: Vec<&str> = path.split('.').collect();
        // What is on the way to a deeper field is expanded too, as in the original.
        for depth in (1..=keys.len()).filter(|depth| EXPANDABLE.contains(&keys[depth - 1])) {
            let mut places = Vec::new();
            if !collect(&value, &keys[..depth], String::new(), &mut places) {
                return Err(refused());
            }
            for place in places {
                expand(state, caller, &mut value, &place).await?;
            }
        }
    }
    Ok(axum::Json(value))
}

/// Refuses paths that lead to nothing in any answer, before anything is done.
///
/// # Errors
/// Names a path that is too deep or ends in no field that can be expanded.
pub fn check(params: &Params) -> Answer<()> {
    let possible = |path: &&str| {
        let leaf = path.rsplit('.').next().unwrap_or_default();
        path.split('.').count() <= DEEPEST && EXPANDABLE.contains(&leaf)
    };
    if params.list("expand")?.unwrap_or_default().iter().all(possible) {
        return Ok(());
    }
    Err(refused().before_execution())
}

/// For one that only this answer has not: by then the request was carried out.
fn refused() -> Failure {
    let message =
        "This property cannot be expanded: name an id field of the answer, with 'data.' before it in lists.";
    Failure::bad_request("parameter_invalid", message).with_param("expand")
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

async fn expand(state: &AppState, caller: &Caller, value: &mut Value, place: &str) -> Answer<()> {
    let Some(slot) = value.pointer_mut(place) else { return Ok(()) };
    if let Some(id) = slot.as_str()
        && let Some(object) = object(state, caller, id).await?
    {
        *slot = object;
    }
    Ok(())
}

/// The object that an id names, by the id's prefix. A restricted key has to be allowed to read it.
async fn object(state: &AppState, caller: &Caller, id: &str) -> Answer<Option<Value>> {
    let (pool, merchant) = (state.store.pool(), caller.id());
    match id.split_once('_').map_or("", |(prefix, _)| prefix) {
        "cus" => {
            caller.require("customers", Access::Read)?;
            let row = store::customers::find(pool, merchant, id).await?;
            row.map(|row| customers::json(&row)).transpose()
        }
        "fcaowns" => {
            caller.require("accounts", Access::Read)?;
            match store::ownerships::find(pool, merchant, id).await? {
                Some(row) => json(&accounts::ownership_object(state, &row).await?).map(Some),
                None => Ok(None),
            }
        }
        "fcauth" => {
            caller.require("authorizations", Access::Read)?;
            let row = store::authorizations::find(pool, merchant, id).await?;
            row.map(|row| json(&row.object.0)).transpose()
        }
        "pm" => {
            caller.require("payment_methods", Access::Read)?;
            let row = store::payment_methods::find(pool, merchant, id).await?;
            row.map(|row| json(&row.object.0)).transpose()
        }
        "pi" => {
            caller.require("payment_intents", Access::Read)?;
            let intent = store::payment_intents::find(pool, merchant, id).await?;
            intent.map(|intent| json(&intent)).transpose()
        }
        "py" => {
            caller.require("charges", Access::Read)?;
            let row = store::charges::find(pool, merchant, id).await?;
            row.map(|row| json(&row.object.0)).transpose()
        }
        "mandate" => {
            caller.require("mandates", Access::Read)?;
            let mandate = store::mandates::find(pool, merchant, id).await?;
            mandate.map(|mandate| json(&mandate)).transpose()
        }
        "bcinst" => {
            caller.require("institutions", Access::Read)?;
            let record = state.directory.get(id);
            record.map(|record| json(&institutions::object(state, record))).transpose()
        }
        _ => Ok(None),
    }
}

fn json(object: &impl Serialize) -> Answer<Value> {
    serde_json::to_value(object).map_err(Failure::internal)
}
