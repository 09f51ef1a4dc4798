//! Types that cross a boundary, used by both sides so that they cannot drift.
//!
//! - the merchant API, as `api.stripe.com` describes it: [`account`], [`authorization`],
//!   [`institution`], [`ownership`], [`transaction`], [`session`], [`customer`], [`payment_method`],
//!   [`payment_intent`], [`charge`], [`mandate`], [`dispute`], [`token`], [`event`],
//!   [`webhook_endpoint`], [`deleted`], [`list`], [`error`];
//! - the flow's own API between the WebAssembly app and the server: [`link`];
//! - what the page is told: [`host`].
//!
//! Enums are closed inside and open on input: a value that a newer server may send decodes to
//! `Unknown` instead of failing the whole answer.

pub mod account;
pub mod authorization;
pub mod charge;
pub mod customer;
pub mod deleted;
pub mod dispute;
pub mod error;
pub mod event;
#[cfg(feature = "openapi")]
pub mod expandable;
pub mod host;
pub mod institution;
pub mod link;
pub mod list;
pub mod mail;
pub mod mandate;
pub mod ownership;
pub mod payment_intent;
pub mod payment_method;
pub mod permission;
pub mod routing_number;
pub mod sandbox_clock;
pub mod secret;
pub mod session;
pub mod status_details;
pub mod token;
pub mod transaction;
pub mod webhook_attempt;
pub mod webhook_endpoint;

pub use account::{Account, AccountHolder, LinkedAccount};
pub use deleted::Deleted;
pub use error::{ApiError, ErrorEnvelope, ErrorType, ExtraFields};
pub use list::List;
pub use permission::{Permission, Prefetch};
pub use secret::ClientSecret;
pub use webhook_attempt::WebhookAttempt;
pub use webhook_endpoint::WebhookEndpoint;
