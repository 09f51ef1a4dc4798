-- Keys with names, permissions and an end, and an operator's own institutions.

-- Made anew because SQLite cannot change what a column may hold.
CREATE TABLE new_api_keys (
    id           TEXT PRIMARY KEY,             -- mk_…
    merchant     TEXT NOT NULL REFERENCES merchants (id),
    kind         TEXT NOT NULL CHECK (kind IN ('secret', 'restricted', 'publishable')),
    name         TEXT,                         -- what the operator calls it
    last4        TEXT,                         -- its last four letters; null of keys older than this column
    key_hash     TEXT NOT NULL UNIQUE,         -- hex SHA-256; keys carry more than 128 random bits
    permissions  TEXT NOT NULL,                -- JSON {resource: "read" | "write"}, for restricted keys
    created      BIGINT NOT NULL,
    last_used_at BIGINT,                       -- to the hour; of keys that call the merchant API
    expires_at   BIGINT                        -- when it ends, or ended: rolled and revoked keys stay here
);
INSERT INTO new_api_keys (id, merchant, kind, key_hash, permissions, created)
    SELECT id, merchant, kind, key_hash, '{}', created FROM api_keys;
DROP TABLE api_keys;
ALTER TABLE new_api_keys RENAME TO api_keys;
CREATE INDEX api_keys_by_merchant ON api_keys (merchant, id);

-- Institutions that the operator imported, beside those that come with the server.
CREATE TABLE institutions (
    id      TEXT PRIMARY KEY,                  -- bcinst_…
    record  TEXT NOT NULL,                     -- JSON Record of the directory
    created BIGINT NOT NULL
);
