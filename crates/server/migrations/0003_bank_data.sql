-- What is read of linked accounts, the access that it is read through, and what test helpers change.

-- The access to one bank that a person gave. Linking the same accounts again renews it.
CREATE TABLE authorizations (
    id            TEXT PRIMARY KEY,            -- fcauth_…
    merchant      TEXT NOT NULL REFERENCES merchants (id),
    institution   TEXT NOT NULL,               -- bcinst_…
    access_token  TEXT NOT NULL,
    object        TEXT NOT NULL,               -- JSON Authorization
    status        TEXT NOT NULL,               -- active | inactive
    ends_at       BIGINT,                      -- when the bank is known to end it
    announced_for BIGINT,                      -- the end whose approach was announced
    check_at      BIGINT NOT NULL,             -- when the bank is asked next whether it still works
    created       BIGINT NOT NULL
);
CREATE INDEX authorizations_to_check ON authorizations (status, check_at);

ALTER TABLE auth_sessions ADD COLUMN access_ends_at BIGINT; -- when the bank says that the access ends

ALTER TABLE accounts ADD COLUMN authorization_id TEXT REFERENCES authorizations (id);
ALTER TABLE accounts ADD COLUMN subscribed_due BIGINT; -- when the daily refresh of transactions is due
ALTER TABLE accounts ADD COLUMN fail_next_refresh BIGINT NOT NULL DEFAULT 0; -- set by a test helper
CREATE INDEX accounts_by_authorization ON accounts (authorization_id);
CREATE INDEX accounts_by_subscription ON accounts (status, subscribed_due);

-- The queue of refreshes, and their history. While one is pending, due_at is when it is worked on:
-- whoever takes it moves that on, so that it comes back if they are killed.
CREATE TABLE refreshes (
    id       TEXT PRIMARY KEY,                 -- fctxnref_… and the like
    merchant TEXT NOT NULL REFERENCES merchants (id),
    account  TEXT NOT NULL REFERENCES accounts (id),
    feature  TEXT NOT NULL,                    -- balance | ownership | transactions
    status   TEXT NOT NULL,                    -- pending | succeeded | failed
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at   BIGINT NOT NULL,
    created  BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX refreshes_due ON refreshes (status, due_at);
CREATE INDEX refreshes_by_account ON refreshes (account, feature, status);
-- One at a time of each kind.
CREATE UNIQUE INDEX refreshes_pending ON refreshes (account, feature) WHERE status = 'pending';

-- Owners as one refresh found them.
CREATE TABLE ownerships (
    id       TEXT PRIMARY KEY,                 -- fcaowns_…
    merchant TEXT NOT NULL REFERENCES merchants (id),
    account  TEXT NOT NULL REFERENCES accounts (id),
    created  BIGINT NOT NULL
);
CREATE TABLE owners (
    id        TEXT PRIMARY KEY,                -- fcaown_…
    ownership TEXT NOT NULL REFERENCES ownerships (id),
    object    TEXT NOT NULL                    -- JSON AccountOwner
);
CREATE INDEX owners_by_ownership ON owners (ownership, id);

CREATE TABLE transactions (
    id               TEXT PRIMARY KEY,         -- fctxn_…
    merchant         TEXT NOT NULL REFERENCES merchants (id),
    account          TEXT NOT NULL REFERENCES accounts (id),
    bank_transaction TEXT NOT NULL,            -- the bank's stable id
    refresh          TEXT NOT NULL REFERENCES refreshes (id), -- that last brought or changed it
    transacted_at    BIGINT NOT NULL,
    object           TEXT NOT NULL,            -- JSON Transaction
    UNIQUE (account, bank_transaction)
);
CREATE INDEX transactions_by_account ON transactions (account, id);

-- What test helpers change for the whole sandbox.
CREATE TABLE sandbox_clock (
    id             BIGINT PRIMARY KEY CHECK (id = 1),
    offset_seconds BIGINT NOT NULL             -- ahead of the machine's clock
);
INSERT INTO sandbox_clock (id, offset_seconds) VALUES (1, 0);
CREATE TABLE sandbox_outages (
    institution TEXT PRIMARY KEY,              -- bcinst_…
    since       BIGINT NOT NULL
);
