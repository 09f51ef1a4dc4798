//! An event as an endpoint gets it.

use std::borrow::Cow;

use crate::store::events::Event;

/// The kept event, written in the version that its endpoint wants. All that are spoken here have the same
/// objects (`api::gate`): what differs is the name, and SDKs compare that with their own.
pub(super) fn body<'a>(kept: &'a str, version: Option<&str>) -> Result<Cow<'a, str>, serde_json::Error> {
    let Some(version) = version else { return Ok(Cow::Borrowed(kept)) };
    let event = Event { api_version: version.to_owned(), ..serde_json::from_str(kept)? };
    serde_json::to_string(&event).map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEPT: &str = r#"{"id":"evt_1","object":"event","api_version":"2026-10-28.endive","created":1,"data":{"object":{"z":1,"a":null}},"livemode":false,"pending_webhooks":1,"request":{"id":null,"idempotency_key":null},"type":"x"}"#;

    #[test]
    fn only_the_version_is_another() {
        assert_eq!(body(KEPT, None).expect("a body"), KEPT);
        let other = body(KEPT, Some("2026-09-30.endive")).expect("a body");
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        let mut wanted = value(KEPT);
        wanted["api_version"] = "2026-09-30.endive".into();
        assert_eq!(value(&other), wanted);
    }
}
