//! Files of the web build: scripts, styles, wasm.

mod encoding;
mod file;
mod kind;

use std::{
    collections::HashMap,
    io,
    path::{Component, Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};

use self::{encoding::Encoding, file::File};
use super::{Pages, missing::missing};

/// Files of the web build, kept in memory for as long as they do not change.
pub struct Assets {
    dir: PathBuf,
    files: RwLock<HashMap<PathBuf, Arc<File>>>,
}

impl Assets {
    /// Reads nothing yet.
    pub fn new(dir: PathBuf) -> Self {
        Self { dir, files: RwLock::default() }
    }

    /// Reads and compresses what is there now, so that the first person does not wait for it.
    pub fn prepare(self: &Arc<Self>) {
        let assets = Arc::clone(self);
        tokio::spawn(async move {
            let Ok(mut entries) = tokio::fs::read_dir(&assets.dir).await else { return };
            while let Ok(Some(entry)) = entries.next_entry().await {
                // What cannot be read now is read, or refused, when it is asked for.
                let _ = assets.file(Path::new(&entry.file_name())).await;
            }
        });
    }

    /// The file by its path inside the web build, read again if it has changed.
    async fn file(&self, name: &Path) -> io::Result<Arc<File>> {
        let not_found = || io::Error::from(io::ErrorKind::NotFound);
        // A link that leads out of the build is not part of it.
        let root = tokio::fs::canonicalize(&self.dir).await?;
        let path = tokio::fs::canonicalize(root.join(name)).await?;
        let meta = tokio::fs::metadata(&path).await?;
        if !path.starts_with(&root) || !meta.is_file() {
            return Err(not_found());
        }
        let known = self.files.read().unwrap_or_else(PoisonError::into_inner).get(&path).cloned();
        if let Some(known) = known.filter(|known| known.is_of(&meta)) {
            return Ok(known);
        }
        let file = Arc::new(File::new(tokio::fs::read(&path).await?, &meta));
        file::compress_later(&file);
        self.files.write().unwrap_or_else(PoisonError::into_inner).insert(path, Arc::clone(&file));
        Ok(file)
    }
}

/// Serves a file of the web build, or says that there is none.
pub async fn serve(State(pages): State<Pages>, request: Request) -> Response {
    let path = request.uri().path();
    let asked = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(name) = name(path).filter(|_| asked) else { return missing(path) };
    // Pages are served with a nonce and a policy, by their own routes only.
    let Some(kind) = kind::of(&name) else { return missing(path) };
    match pages.assets.file(&name).await {
        Ok(file) => answer(&file, kind, request.headers()),
        Err(error) => {
            // The name is not logged: it is whatever somebody asked for.
            use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
            if !matches!(error.kind(), NotFound | NotADirectory | InvalidFilename) {
                tracing::warn!(%error, "a file of the web build cannot be read");
            }
            missing(path)
        }
    }
}

/// The path inside the web build that an address means: plain names only, none hidden.
fn name(path: &str) -> Option<PathBuf> {
    let name = Path::new(path.strip_prefix('/')?);
    let plain = !path.contains(['%', '\\', '\0'])
        && name.components().all(|part| match part {
            Component::Normal(part) => !part.to_string_lossy().starts_with('.'),
            _ => false,
        });
    (plain && !name.as_os_str().is_empty()).then(|| name.to_owned())
}

fn answer(file: &File, kind: &'static str, asked: &HeaderMap) -> Response {
    let encoding = Encoding::best(asked, |encoding| file.has(encoding));
    let etag = file.etag(encoding);
    let same = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let same =
        same.is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.bytes(encoding)).into_response()
    };
    let headers = response.headers_mut();
    let mut set = |name, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, kind);
    set(header::CACHE_CONTROL, "no-cache");
    set(header::VARY, "accept-encoding");
    // Public files: a merchant's page loads the script, and an operator's page the module, from
    // here, also where it isolates itself.
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    if let Some(encoding) = encoding {
        set(header::CONTENT_ENCODING, encoding.as_str());
    }
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_looked_for() {
        assert_eq!(name("/linkspan.js"), Some("linkspan.js".into()));
        assert_eq!(name("/snippets/a/inline0.js"), Some("snippets/a/inline0.js".into()));
        for bad in [
            "/",
            "",
            "//etc/passwd",
            "/../Cargo.toml",
            "/a/../../b",
            "/.env",
            "/a/.git/x",
            "/%2e%2e/x",
            "/a\\b",
        ] {
            assert_eq!(name(bad), None, "{bad}");
        }
    }
}
