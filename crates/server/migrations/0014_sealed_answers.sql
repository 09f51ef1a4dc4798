-- Answers kept under an Idempotency-Key, for a day. They are sealed, for secrets and names are in them; what was asked is
-- kept as a keyed digest, for account numbers are in it and could be tried out. Those kept so far are neither.
DROP TABLE idempotency_keys;
CREATE TABLE idempotency_keys (
    id          TEXT PRIMARY KEY,              -- idem_…
    merchant    TEXT NOT NULL REFERENCES merchants (id),
    key         TEXT NOT NULL,
    fingerprint TEXT NOT NULL,                 -- {id of the encryption key}.{hex HMAC-SHA256 of path and body}
    status      BIGINT,                        -- null while the request is under way
    body        TEXT,                          -- sealed
    created     BIGINT NOT NULL,
    UNIQUE (merchant, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created);
