//! `expand[]`: ids replaced by the objects that they name.

mod kind;
mod paths;

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use self::kind::Kind;
use super::{Caller, accounts, customers, institutions, params::Params};
use crate::{
    AppState, Failure, execution,
    failure::Answer,
    permissions::Access,
    refreshes::Feature,
    store::{self, ownerships::OwnershipRow},
};

pub use paths::{Expandable, Types, types};

/// The answer as JSON, with what `expand[]` names put in. Its paths were checked before
/// ([`Expandable::check`]).
///
/// # Errors
/// When the database fails, and nothing was carried out.
pub async fn answer(
    state: &AppState,
    caller: &Caller,
    params: &Params,
    object: &impl Serialize,
) -> Answer<axum::Json<Value>> {
    execution::begins();
    let mut value = json(object)?;
    let mut objects = Objects { state, caller, known: HashMap::new() };
    for path in params.list("expand")?.unwrap_or_default() {
        match objects.expand(&mut value, path).await {
            // It was carried out: whoever is told of an error sends it again.
            Err(failure) if params.posted() => {
                tracing::error!(%failure, "an answer is given without what was to be expanded");
            }
            expanded => expanded?,
        }
    }
    Ok(axum::Json(value))
}

/// The objects that one answer needs, each read once.
struct Objects<'a> {
    state: &'a AppState,
    caller: &'a Caller,
    known: HashMap<String, Option<Value>>,
}

impl Objects<'_> {
    /// What is on the way to a deeper field is expanded too, as in the original.
    async fn expand(&mut self, value: &mut Value, path: &str) -> Answer<()> {
        let keys: Vec<&str> = path.split('.').collect();
        for depth in 1..=keys.len() {
            let mut places = Vec::new();
            collect(value, &keys[..depth], String::new(), &mut places);
            for place in places {
                let Some(slot) = value.pointer_mut(&place) else { continue };
                let Some(id) = slot.as_str() else { continue };
                if let Some(object) = self.get(id).await? {
                    *slot = object;
                }
            }
        }
        Ok(())
    }

    async fn get(&mut self, id: &str) -> Answer<Option<Value>> {
        if let Some(known) = self.known.get(id) {
            return Ok(known.clone());
        }
        let object = object(self.state, self.caller, id).await?;
        self.known.insert(id.to_owned(), object.clone());
        Ok(object)
    }
}

/// Finds the places that a path leads to. Not every object has each field that its type may have.
fn collect(value: &Value, keys: &[&str], place: String, places: &mut Vec<String>) {
    match (value, keys.split_first()) {
        (Value::Array(items), _) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, keys, format!("{place}/{index}"), places);
            }
        }
        (_, None) => places.push(place),
        (Value::Object(fields), Some((key, rest))) => {
            if let Some(field) = fields.get(*key) {
                collect(field, rest, format!("{place}/{key}"), places);
            }
        }
        _ => {}
    }
}

/// The object that an id names, by the id's prefix. A restricted key has to be allowed to read it.
async fn object(state: &AppState, caller: &Caller, id: &str) -> Answer<Option<Value>> {
    let (pool, merchant) = (state.store.pool(), caller.id());
    let Some(kind) = Kind::of_id(id) else { return Ok(None) };
    caller.require(kind.resource, Access::Read)?;
    match kind.prefix {
        "cus" => {
            let row = store::customers::find(pool, merchant, id).await?;
            row.map(|row| customers::json(&row)).transpose()
        }
        "fcaowns" => match store::ownerships::find(pool, merchant, id).await? {
            Some(row) => ownership(state, caller, &row).await,
            None => Ok(None),
        },
        "fcauth" => {
            let row = store::authorizations::find(pool, merchant, id).await?;
            row.map(|row| json(&row.object.0)).transpose()
        }
        "pm" => {
            let row = store::payment_methods::find(pool, merchant, id).await?;
            row.map(|row| json(&row.object.0)).transpose()
        }
        "pi" => {
            let intent = store::payment_intents::find(pool, merchant, id).await?;
            intent.map(|intent| json(&intent)).transpose()
        }
        "py" => {
            let row = store::charges::find(pool, merchant, id).await?;
            row.map(|row| json(&row.object.0)).transpose()
        }
        "mandate" => {
            let mandate = store::mandates::find(pool, merchant, id).await?;
            mandate.map(|mandate| json(&mandate)).transpose()
        }
        "bcinst" => {
            let record = state.directory.get(id);
            record.map(|record| json(&institutions::object(state, record))).transpose()
        }
        _ => Ok(None),
    }
}

/// The owners, unless the person agreed since to a link without them: then their id is all that is left.
async fn ownership(state: &AppState, caller: &Caller, row: &OwnershipRow) -> Answer<Option<Value>> {
    let account = store::accounts::find(state.store.pool(), caller.id(), &row.account).await?;
    match account {
        Some(account) if accounts::permitted(&account, Feature::Ownership, "expand").is_ok() => {
            json(&accounts::ownership_object(state, row).await?).map(Some)
        }
        _ => Ok(None),
    }
}

fn json(object: &impl Serialize) -> Answer<Value> {
    serde_json::to_value(object).map_err(Failure::internal)
}
