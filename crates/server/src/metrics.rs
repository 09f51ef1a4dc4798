//! Figures for Prometheus: what this process answered, and how the queues in the database stand.

use std::{fmt, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use sqlx::any::AnyExecutor;

/// Upper bounds of the histogram, in seconds: from an answer out of memory to a long poll.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 25.0];

/// What distinguishes requests. Routes are templates: an address would carry ids and handles, and
/// make a series for each.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Standing {
    status: String,
}

/// Figures of this process. The database's are read when they are asked for.
pub struct Metrics {
    answered: Family<Answered, Histogram>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { answered: Family::new_with_constructor(|| Histogram::new(BOUNDS)) }
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

/// Tables whose rows have a status, with the query that counts them.
const QUEUES: [(&str, &str, &str); 3] = [
    ("sessions", "Sessions by status", "SELECT status, COUNT(*) FROM sessions GROUP BY status"),
    (
        "webhook_deliveries",
        "Webhook deliveries by status",
        "SELECT status, COUNT(*) FROM deliveries GROUP BY status",
    ),
    (
        "refreshes",
        "Refreshes of account data by status",
        "SELECT status, COUNT(*) FROM refreshes GROUP BY status",
    ),
];

impl Metrics {
    /// Notes that a request was answered.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let labels = Answered { method: method.to_owned(), route: route.to_owned(), status };
        self.answered.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// All figures in the text format of Prometheus.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn text<'c>(&self, db: impl AnyExecutor<'c> + Copy) -> Result<String, sqlx::Error> {
        let mut registry = Registry::with_prefix("linkspan");
        registry.register("request_seconds", "Requests answered by this process", self.answered.clone());
        for (name, help, query) in QUEUES {
            let family = Family::<Standing, Gauge<i64, std::sync::atomic::AtomicI64>>::default();
            let rows: Vec<(String, i64)> = sqlx::query_as(query).fetch_all(db).await?;
            for (status, count) in rows {
                family.get_or_create(&Standing { status }).set(count);
            }
            registry.register(name, help, family);
        }
        let mut text = String::new();
        // Only writing into a string that cannot grow would fail.
        encode(&mut text, &registry).map_err(|error| sqlx::Error::Encode(error.into()))?;
        Ok(text)
    }
}
