//! Where the database is.

use std::path::Path;

use url::Url;

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub struct Location(Url);

/// Why a place cannot be a database. Says nothing of the address itself: it may carry a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// No address at all.
    #[error("it is no address: write postgres://user:password@host/name")]
    Malformed,
    /// An address of something else.
    #[error("it names no database that Linkspan knows: write postgres://user:password@host/name")]
    Scheme,
    /// Not a file that has an absolute path.
    #[error("the database's file needs an absolute path")]
    Relative,
}

impl Location {
    /// An `SQLite` file; made where there is none.
    ///
    /// # Errors
    /// [`LocationError::Relative`] when the path cannot be made absolute.
    pub fn file(path: &Path) -> Result<Self, LocationError> {
        let path = std::path::absolute(path).map_err(|_| LocationError::Relative)?;
        let file = Url::from_file_path(path).map_err(|()| LocationError::Relative)?;
        let url = format!("sqlite://{}?mode=rwc", file.path());
        Ok(Self(Url::parse(&url).map_err(|_| LocationError::Malformed)?))
    }

    /// A `PostgreSQL` database: `postgres://user:password@host:port/name`, with the options that
    /// the driver takes (`sslmode`, `options`, …).
    ///
    /// # Errors
    /// [`LocationError`] when it is no such address.
    pub fn postgres(url: &str) -> Result<Self, LocationError> {
        let url = Url::parse(url).map_err(|_| LocationError::Malformed)?;
        match url.scheme() {
            "postgres" | "postgresql" => Ok(Self(url)),
            _ => Err(LocationError::Scheme),
        }
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    pub(super) fn is_postgres(&self) -> bool {
        self.0.scheme().starts_with("postgres")
    }
}

/// Never the password.
impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_postgres() { "Location(PostgreSQL)" } else { "Location(SQLite)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_databases_are_taken() {
        assert!(Location::postgres("postgres://linkspan:pw@localhost/linkspan").is_ok());
        assert_eq!(Location::postgres("mysql://localhost/x"), Err(LocationError::Scheme));
        assert_eq!(Location::postgres("localhost"), Err(LocationError::Malformed));
    }

    #[test]
    fn a_file_keeps_odd_letters() {
        let location = Location::file(Path::new("/tmp/a b?c/linkspan.db")).expect("a place");
        assert_eq!(location.url().as_str(), "sqlite:///tmp/a%20b%3Fc/linkspan.db?mode=rwc");
    }

    #[test]
    fn a_password_is_not_shown() {
        let location = Location::postgres("postgres://linkspan:hunter2@localhost/x").expect("a place");
        assert!(!format!("{location:?}").contains("hunter2"));
    }
}
