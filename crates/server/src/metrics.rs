//! Figures of this process for Prometheus: what it answered, and how its work ended. Several processes
//! each have their own; whoever reads them adds them up.

use std::{fmt, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder, text::encode},
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

use linkspan_wire::session::SessionStatus;

use crate::{refreshes::Feature, store::deliveries::DeliveryStatus};

/// Upper bounds of the histogram, in seconds: from an answer out of memory to a long poll.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 25.0];
/// Methods that there are; a stranger's own words would each make a series.
const METHODS: [&str; 7] = ["GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH"];
/// By the first digit of a status.
const CLASSES: [&str; 6] = ["", "1xx", "2xx", "3xx", "4xx", "5xx"];

/// What distinguishes requests. Routes are templates: an address would carry ids and handles, and
/// make a series for each.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: Word,
    route: String,
    status: Word,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    outcome: Word,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refreshed {
    feature: Word,
    outcome: Word,
}

/// A label that is one of the words of this program, never something that came from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Word(&'static str);

impl EncodeLabelValue for Word {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), fmt::Error> {
        self.0.encode(encoder)
    }
}

/// Figures of this process.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Histogram>,
    sessions: Family<Ended, Counter>,
    deliveries: Family<Ended, Counter>,
    refreshes: Family<Refreshed, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        let requests = Family::new_with_constructor((|| Histogram::new(BOUNDS)) as fn() -> Histogram);
        let (sessions, deliveries, refreshes) = (Family::default(), Family::default(), Family::default());
        let mut registry = Registry::with_prefix("linkspan");
        registry.register("request_seconds", "Requests answered, and how long it took", requests.clone());
        registry.register("sessions", "Sessions that ended", sessions.clone());
        registry.register(
            "webhook_deliveries",
            "Attempts to deliver an event, failed: given up",
            deliveries.clone(),
        );
        registry.register("refreshes", "Refreshes of account data that ended", refreshes.clone());
        let made = Self { registry, requests, sessions, deliveries, refreshes };
        made.begin_at_zero();
        made
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

impl Metrics {
    /// A series that appears with its first failure shows no rise.
    fn begin_at_zero(&self) {
        for status in [SessionStatus::Succeeded, SessionStatus::Failed, SessionStatus::Cancelled] {
            drop(self.sessions.get_or_create(&Ended { outcome: Word(status.as_str()) }));
        }
        for status in [DeliveryStatus::Delivered, DeliveryStatus::Pending, DeliveryStatus::Failed] {
            drop(self.deliveries.get_or_create(&of_attempt(status)));
        }
        for feature in Feature::ALL {
            for succeeded in [true, false] {
                drop(self.refreshes.get_or_create(&of_refresh(feature, succeeded)));
            }
        }
    }

    /// Notes that a request was answered.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let method = METHODS.into_iter().find(|known| *known == method).unwrap_or("OTHER");
        let class = CLASSES.get(usize::from(status / 100)).copied().unwrap_or_default();
        let labels = Answered { method: Word(method), route: route.to_owned(), status: Word(class) };
        self.requests.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// Notes that a session ended.
    pub fn session_ended(&self, status: SessionStatus) {
        self.sessions.get_or_create(&Ended { outcome: Word(status.as_str()) }).inc();
    }

    /// Notes what became of a delivery after an attempt.
    pub fn delivery_attempted(&self, status: DeliveryStatus) {
        self.deliveries.get_or_create(&of_attempt(status)).inc();
    }

    /// Notes that a refresh ended.
    pub fn refresh_ended(&self, feature: Feature, succeeded: bool) {
        self.refreshes.get_or_create(&of_refresh(feature, succeeded)).inc();
    }

    /// All figures in the text format of Prometheus.
    ///
    /// # Errors
    /// Only when a string could not grow.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

fn of_attempt(status: DeliveryStatus) -> Ended {
    let outcome = match status {
        DeliveryStatus::Delivered => "delivered",
        DeliveryStatus::Pending => "to_be_retried",
        DeliveryStatus::Failed => "failed",
    };
    Ended { outcome: Word(outcome) }
}

fn of_refresh(feature: Feature, succeeded: bool) -> Refreshed {
    let outcome = if succeeded { "succeeded" } else { "failed" };
    Refreshed { feature: Word(feature.as_str()), outcome: Word(outcome) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_make_no_series() {
        let metrics = Metrics::default();
        for method in ["BREW", "PROPFIND"] {
            metrics.answered(method, "(no route)", 999, Duration::ZERO);
        }
        let text = metrics.text().expect("figures");
        let counts = text.lines().filter(|line| line.contains("request_seconds_count"));
        assert_eq!(counts.count(), 1, "{text}");
        assert!(text.contains("method=\"OTHER\""), "{text}");
    }
}
