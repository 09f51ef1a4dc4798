//! What a suite asked the merchant API, compared with what there is to ask.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use crate::{
    failure::{Failure, Result},
    workspace::{Workspace, files_below},
};

/// What the merchant API has.
const DOCUMENT: &str = "docs/openapi.json";

/// `GET /v1/customers/{id}` and its like.
type Endpoints = BTreeSet<String>;

/// Fails when there is an endpoint that no server answered well, as the logs below `folder` tell.
pub fn all_answered(workspace: &Workspace, folder: &Path) -> Result<()> {
    let path = workspace.path(DOCUMENT);
    let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
    let logs: Vec<String> = files_below(folder)?
        .iter()
        .map(|log| fs::read_to_string(log).map_err(Failure::file(log)))
        .collect::<Result<_>>()?;
    let answered = answered(&logs.concat());
    let left: Vec<_> = documented(&text).difference(&answered).cloned().collect();
    if left.is_empty() {
        return Ok(());
    }
    Err(Failure::Content {
        path,
        what: format!("has endpoints that this suite never asks: {}", left.join(", ")),
    })
}

fn documented(text: &str) -> Endpoints {
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, operations)| {
            let methods = operations.as_object().into_iter().flat_map(|all| all.keys());
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect()
}

/// What was answered well: that a thing is not there says nothing about the endpoint.
fn answered(log: &str) -> Endpoints {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines
        .filter(|line| line["message"] == "answered")
        .filter(|line| line["status"].as_u64().is_some_and(|status| status < 300))
        .map(|line| {
            let text = |name: &str| line["span"][name].as_str().unwrap_or_default().to_owned();
            format!("{} {}", text("method"), text("route"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_good_answer_counts() {
        let document = r#"{"paths": {"/v1/things/{id}": {"get": {}, "post": {}}}}"#;
        let line = |method: &str, status: u16| {
            format!(
                r#"{{"message": "answered", "status": {status}, "span": {{"method": "{method}", "route": "/v1/things/{{id}}"}}}}"#
            )
        };
        let log = format!("no JSON\n{}\n{}\n", line("GET", 200), line("POST", 404));
        let left: Vec<_> = documented(document).difference(&answered(&log)).cloned().collect();
        assert_eq!(left, ["POST /v1/things/{id}"]);
    }
}
