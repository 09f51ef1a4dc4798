//! What an update changed: `previous_attributes` of its event.

use serde_json::{Map, Value};

/// The fields that changed, with the values from before: of an object its changed fields only, of a
/// list the whole of it, null of a field that was not there.
pub fn attributes(before: &Value, after: &Value) -> Value {
    Value::Object(changed(before, after))
}

fn changed(before: &Value, after: &Value) -> Map<String, Value> {
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else { return Map::new() };
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    let differing = names.filter(|name| before.get(*name) != after.get(*name));
    differing.map(|name| (name.clone(), was(before.get(name), after.get(name)))).collect()
}

fn was(before: Option<&Value>, after: Option<&Value>) -> Value {
    match (before, after) {
        (Some(before @ Value::Object(_)), Some(after @ Value::Object(_))) => attributes(before, after),
        (before, _) => before.cloned().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_changed_is_there_as_it_was() {
        let before =
            json!({ "id": "pm_1", "list": [1, 2], "name": null, "metadata": { "a": "1", "b": "2" } });
        let after = json!({ "id": "pm_1", "list": [1], "name": "x", "metadata": { "a": "1", "c": "3" } });
        let wanted = json!({ "list": [1, 2], "name": null, "metadata": { "b": "2", "c": null } });
        assert_eq!(attributes(&before, &after), wanted);
        assert_eq!(attributes(&after, &after), json!({}));
    }
}
