//! The database of one test: a file of its own, or with `LINKSPAN_TEST_POSTGRES` (the address of a
//! throw-away `PostgreSQL` database) a schema of its own.

use std::path::Path;

use linkspan_server::{
    ids,
    store::{Location, Store},
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use url::Url;

/// Names the `PostgreSQL` database for tests.
const POSTGRES: &str = "LINKSPAN_TEST_POSTGRES";

/// The database of this directory: empty at first, the same again after a restart.
pub async fn of(dir: &Path) -> Location {
    match postgres_url(dir).await {
        Some(url) => Location::postgres(&url).expect("a place"),
        None => Location::file(&dir.join("linkspan.db")).expect("a place for a file"),
    }
}

/// The address of this directory's schema, where tests run on PostgreSQL.
pub async fn postgres_url(dir: &Path) -> Option<String> {
    let server = std::env::var(POSTGRES).ok()?;
    let schema = format!("test_{}", &ids::sha256_hex(&dir.to_string_lossy())[..32]);
    let mut connection = PgConnection::connect(&server).await.expect("the PostgreSQL for tests");
    // The name is letters, digits and a line.
    connection
        .execute(AssertSqlSafe(format!("CREATE SCHEMA IF NOT EXISTS {schema}")))
        .await
        .expect("a schema");
    connection.close().await.expect("a closed connection");
    let mut url = Url::parse(&server).expect("an address");
    url.query_pairs_mut().append_pair("options", &format!("-c search_path={schema}"));
    Some(url.into())
}

/// All that the database holds, as bytes: the file as it is on the disk, or every row as text.
pub async fn contents(dir: &Path, store: &Store) -> Vec<u8> {
    if std::env::var_os(POSTGRES).is_none() {
        let pool = store.pool();
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(pool).await.expect("a checkpoint");
        return std::fs::read(dir.join("linkspan.db")).expect("the database");
    }
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()",
    )
    .fetch_all(store.pool())
    .await
    .expect("tables");
    let mut all = Vec::new();
    for table in tables {
        // The name is the server's own.
        let query = format!("SELECT CAST(row_to_json(one) AS TEXT) FROM {table} AS one");
        let rows: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(store.pool()).await.expect("rows");
        all.extend(rows.concat().into_bytes());
    }
    all
}

/// Whether a text is somewhere in there.
pub fn holds(contents: &[u8], text: &str) -> bool {
    contents.windows(text.len()).any(|window| window == text.as_bytes())
}
