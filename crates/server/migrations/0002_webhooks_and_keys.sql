-- Ids of the keys that values in this database are sealed under; the keys themselves are elsewhere.
CREATE TABLE encryption_keys (
    id      TEXT PRIMARY KEY,
    created BIGINT NOT NULL
);

-- While a process posts to an endpoint, no other does: so its deliveries are attempted in order.
ALTER TABLE webhook_endpoints ADD COLUMN posted_to_until BIGINT NOT NULL DEFAULT 0;
-- After the secret was rolled, the one before signs along for a while.
ALTER TABLE webhook_endpoints ADD COLUMN old_secret TEXT;
ALTER TABLE webhook_endpoints ADD COLUMN old_secret_ends_at BIGINT;

CREATE TABLE delivery_attempts (
    id          TEXT PRIMARY KEY,              -- wea_…
    event       TEXT NOT NULL REFERENCES events (id),
    endpoint    TEXT NOT NULL REFERENCES webhook_endpoints (id),
    number      BIGINT NOT NULL,               -- from 1
    status      BIGINT,                        -- HTTP status of the answer
    error       TEXT,                          -- why there was none
    duration_ms BIGINT NOT NULL,
    created     BIGINT NOT NULL
);
CREATE INDEX delivery_attempts_by_endpoint ON delivery_attempts (endpoint, id);
CREATE INDEX delivery_attempts_by_event ON delivery_attempts (event);
CREATE INDEX deliveries_by_endpoint ON deliveries (endpoint);
CREATE INDEX events_by_age ON events (created);
