//! Content types of the web build.

use std::path::Path;

/// The content type by the name's ending; `None` for pages, which are no assets.
pub fn of(name: &Path) -> Option<&'static str> {
    let ending = name.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    Some(match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => return None,
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ts" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    })
}
