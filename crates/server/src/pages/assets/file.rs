//! One file of the web build, with what it is compressed to.

use std::{
    fs::Metadata,
    io::{self, Write},
    sync::{Arc, OnceLock},
    thread,
    time::SystemTime,
};

use axum::body::Bytes;

use super::Encoding;
use crate::ids;

/// Not worth compressing below this many bytes.
const SHORTEST: usize = 512;
/// The best that Brotli has.
const BROTLI_QUALITY: u32 = 11;
/// Bytes that Brotli looks back, as a power of two.
const BROTLI_WINDOW: u32 = 22;

/// One version of one file.
pub struct File {
    modified: Option<SystemTime>,
    raw: Bytes,
    hash: String,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl File {
    /// The file as it was read.
    pub fn new(raw: Vec<u8>, meta: &Metadata) -> Self {
        let hash = ids::sha256_hex_of(&[&raw]);
        Self {
            modified: meta.modified().ok(),
            raw: raw.into(),
            hash,
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// Whether the file on disk is still this version.
    pub fn is_of(&self, meta: &Metadata) -> bool {
        self.modified == meta.modified().ok() && u64::try_from(self.raw.len()).is_ok_and(|n| n == meta.len())
    }

    /// Whether it has been compressed in this way.
    pub fn has(&self, encoding: Encoding) -> bool {
        self.compressed(encoding).get().is_some()
    }

    /// What to send.
    pub fn bytes(&self, encoding: Option<Encoding>) -> Bytes {
        encoding.and_then(|encoding| self.compressed(encoding).get()).unwrap_or(&self.raw).clone()
    }

    /// Names what is sent: each compression has a tag of its own.
    pub fn etag(&self, encoding: Option<Encoding>) -> String {
        let hash = &self.hash[..32];
        match encoding {
            Some(encoding) => format!("\"{hash}-{}\"", encoding.as_str()),
            None => format!("\"{hash}\""),
        }
    }

    fn compressed(&self, encoding: Encoding) -> &OnceLock<Bytes> {
        match encoding {
            Encoding::Brotli => &self.brotli,
            Encoding::Gzip => &self.gzip,
        }
    }

    fn compress(&self) -> io::Result<()> {
        if let Some(shorter) = self.shorter(gzip(&self.raw)?) {
            let _ = self.gzip.set(shorter);
        }
        if let Some(shorter) = self.shorter(brotli(&self.raw)?) {
            let _ = self.brotli.set(shorter);
        }
        Ok(())
    }

    fn shorter(&self, compressed: Vec<u8>) -> Option<Bytes> {
        (compressed.len() < self.raw.len()).then(|| compressed.into())
    }
}

/// Compresses on a thread of its own, and not on one of the runtime's: a stop would wait for those. Until it is
/// done the file is sent as it is.
pub fn compress_later(file: &Arc<File>) {
    if file.raw.len() < SHORTEST {
        return;
    }
    let file = Arc::clone(file);
    let compress = move || {
        if let Err(error) = file.compress() {
            tracing::warn!(%error, "a file of the web build cannot be compressed");
        }
    };
    if let Err(error) = thread::Builder::new().name("compress".into()).spawn(compress) {
        tracing::warn!(%error, "no thread to compress a file of the web build on");
    }
}

fn gzip(raw: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(raw)?;
    encoder.finish()
}

fn brotli(raw: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, BROTLI_QUALITY, BROTLI_WINDOW);
    encoder.write_all(raw)?;
    Ok(encoder.into_inner())
}
