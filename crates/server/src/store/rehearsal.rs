//! What test helpers change for the whole sandbox: the clock, and which banks are down.

use std::collections::BTreeSet;

use sqlx::any::AnyExecutor;

/// Seconds that the sandbox's clock is ahead of the machine's.
pub async fn offset(db: impl AnyExecutor<'_>) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT offset_seconds FROM sandbox_clock WHERE id = 1").fetch_one(db).await
}

/// Moves the clock on; gives how far it is ahead now.
pub async fn advance(db: impl AnyExecutor<'_>, seconds: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "UPDATE sandbox_clock SET offset_seconds = offset_seconds + $1 WHERE id = 1 RETURNING offset_seconds",
    )
    .bind(seconds)
    .fetch_one(db)
    .await
}

/// Institutions that are down.
pub async fn down(db: impl AnyExecutor<'_>) -> Result<BTreeSet<String>, sqlx::Error> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT institution FROM sandbox_outages").fetch_all(db).await?;
    Ok(rows.into_iter().map(|(institution,)| institution).collect())
}

/// An institution goes down, or comes up again.
pub async fn set_down(
    db: impl AnyExecutor<'_>,
    institution: &str,
    down: bool,
    now: i64,
) -> Result<(), sqlx::Error> {
    let query = if down {
        sqlx::query(
            "INSERT INTO sandbox_outages (institution, since) VALUES ($1, $2)
             ON CONFLICT (institution) DO NOTHING",
        )
        .bind(institution)
        .bind(now)
    } else {
        sqlx::query("DELETE FROM sandbox_outages WHERE institution = $1").bind(institution)
    };
    query.execute(db).await?;
    Ok(())
}
