//! Which paths of `expand[]` an answer has, and what a restricted key has to be allowed to read for them.
//! The types of the answers say it, so the document and the server cannot differ.

use std::{collections::BTreeMap, sync::Arc};

use utoipa::openapi::{RefOr, Schema, schema::ArrayItems};

use super::kind::Kind;
use crate::{
    Failure,
    api::{Caller, Endpoint, params::Params},
    failure::Answer,
    permissions::Access,
};

/// Deepest path, as in the original.
const DEEPEST: usize = 4;

/// The types of all answers, by name.
pub type Types = Arc<BTreeMap<String, RefOr<Schema>>>;

/// The types that these endpoints' answers are made of.
pub fn types(endpoints: &[Endpoint]) -> Types {
    let mut types = BTreeMap::new();
    for (name, schema) in endpoints.iter().flat_map(|endpoint| &endpoint.types) {
        types.entry(name.clone()).or_insert_with(|| schema.clone());
    }
    Arc::new(types)
}

/// What the answer of one endpoint can be expanded by.
pub struct Expandable {
    answer: RefOr<Schema>,
    types: Types,
}

impl Expandable {
    /// Of this endpoint.
    pub fn of(endpoint: &Endpoint, types: &Types) -> Self {
        Self { answer: endpoint.answer.clone(), types: Arc::clone(types) }
    }

    /// Refuses paths that the answer has not, and those that lead to what this key may not read. Before
    /// anything is done: afterwards it would be an error about something that was carried out.
    ///
    /// # Errors
    /// Names the path, or the permission.
    pub fn check(&self, caller: &Caller, params: &Params) -> Answer<()> {
        for path in params.list("expand")?.unwrap_or_default() {
            let reads = self.reads(path).ok_or_else(|| self.refused(path))?;
            for resource in reads {
                caller.require(resource, Access::Read).map_err(Failure::before_execution)?;
            }
        }
        Ok(())
    }

    /// The resources of which something is put in; nothing where the path leads to no id.
    fn reads(&self, path: &str) -> Option<Vec<&'static str>> {
        let keys: Vec<&str> = path.split('.').collect();
        if keys.len() > DEEPEST { None } else { self.along(&self.answer, &keys) }
    }

    fn along(&self, schema: &RefOr<Schema>, keys: &[&str]) -> Option<Vec<&'static str>> {
        let any = |of: &[RefOr<Schema>]| of.iter().find_map(|schema| self.along(schema, keys));
        match schema {
            RefOr::Ref(to) => {
                let name = to.ref_location.rsplit('/').next()?;
                let here = Kind::of_type(name).map(|kind| kind.resource);
                if keys.is_empty() {
                    return here.map(|resource| vec![resource]);
                }
                let deeper = self.along(self.types.get(name)?, keys)?;
                Some(here.into_iter().chain(deeper).collect())
            }
            RefOr::T(Schema::Object(object)) => {
                let (key, rest) = keys.split_first()?;
                self.along(object.properties.get(*key)?, rest)
            }
            RefOr::T(Schema::Array(array)) => match &array.items {
                ArrayItems::RefOrSchema(items) => self.along(items, keys),
                ArrayItems::False => None,
            },
            RefOr::T(Schema::OneOf(one)) => any(&one.items),
            RefOr::T(Schema::AllOf(all)) => any(&all.items),
            RefOr::T(Schema::AnyOf(any_of)) => any(&any_of.items),
            RefOr::T(_) => None,
        }
    }

    fn refused(&self, path: &str) -> Failure {
        let shown = shown(path);
        let message = if path.split('.').count() > DEEPEST {
            format!("You cannot expand more than {DEEPEST} levels of a property. Property: {shown}")
        } else if self.reads(&format!("data.{path}")).is_some() {
            format!(
                "This property cannot be expanded ({shown}). You may want to try expanding 'data.{shown}' instead."
            )
        } else {
            format!("This property cannot be expanded ({shown}).")
        };
        Failure::invalid_param("expand", message)
    }
}

/// A path as an error may repeat it: names of fields have no digits, and keys and secrets do.
fn shown(path: &str) -> &str {
    let named = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'.');
    if path.len() <= 100 && named(path) { path } else { "…" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api;

    fn reads(operation: &str, path: &str) -> Option<Vec<&'static str>> {
        let endpoints = api::endpoints();
        let endpoint = endpoints.iter().find(|endpoint| endpoint.operation == operation);
        Expandable::of(endpoint.expect("an endpoint"), &types(&endpoints)).reads(path)
    }

    #[test]
    fn paths_are_those_of_the_answers_types() {
        for (operation, path, expected) in [
            ("create_session", "account_holder.customer", &["customers"][..]),
            ("create_session", "accounts.data.ownership", &["accounts"]),
            ("list_accounts", "data.institution", &["institutions"]),
            ("list_accounts", "data.authorization.institution", &["authorizations", "institutions"]),
            ("create_payment_intent", "latest_charge.payment_intent", &["charges", "payment_intents"]),
            ("retrieve_dispute", "charge.customer", &["charges", "customers"]),
            ("retrieve_charge", "payment_method_details.us_bank_account.mandate", &["mandates"]),
            ("list_events", "data.data.object.payment_intent", &["payment_intents"]),
        ] {
            assert_eq!(reads(operation, path).as_deref(), Some(expected), "{operation} {path}");
        }
        for (operation, path) in [
            ("retrieve_account", "charge"),
            ("retrieve_account", "data.ownership"),
            ("list_accounts", "ownership"),
            ("create_customer", "id.customer"),
            ("create_payment_intent", "latest_charge.balance.customer"),
            ("create_payment_intent", "latest_charge.payment_intent.latest_charge.payment_intent.customer"),
            ("delete_customer", "customer"),
            ("retrieve_customer", ""),
            ("retrieve_customer", "."),
        ] {
            assert_eq!(reads(operation, path), None, "{operation} {path}");
        }
    }

    #[test]
    fn every_field_with_an_object_has_a_kind() {
        let types = types(&api::endpoints());
        let named: Vec<&str> =
            types.keys().map(String::as_str).filter(|name| name.starts_with("Expandable")).collect();
        assert!(!named.is_empty());
        for name in named {
            assert!(Kind::of_type(name).is_some(), "{name}");
        }
    }

    #[test]
    fn what_may_be_a_secret_is_not_repeated() {
        assert_eq!(shown("latest_charge.customer"), "latest_charge.customer");
        assert_eq!(shown("sk_test_123abc"), "…");
    }
}
