-- Ids of the keys that values in this database are sealed under; the keys themselves are elsewhere.
CREATE TABLE encryption_keys (
    id      TEXT PRIMARY KEY,
    created BIGINT NOT NULL
);
