-- How far ahead the requests of a key are counted, where an operator limits them.
CREATE TABLE rate_limits (
    key TEXT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    access TEXT NOT NULL,          -- read, write
    full_until BIGINT NOT NULL,    -- Unix microseconds at which all that was let through has had its time
    PRIMARY KEY (key, access)
);
