-- Times are Unix seconds, yes and no are 1 and 0, lists and objects are JSON text. Written so that SQLite and PostgreSQL
-- both take it; queries use $1-style placeholders for the same reason.
-- Ids sort, by any collation, in the order in which they were made; listings rely on it.

CREATE TABLE merchants (
    id              TEXT PRIMARY KEY,          -- acct_…
    name            TEXT NOT NULL,
    color           TEXT NOT NULL,             -- #rrggbb
    icon_svg        TEXT,
    purpose         TEXT,
    privacy_url     TEXT,
    support_email   TEXT,
    allowed_origins TEXT NOT NULL,             -- JSON array of origins that may frame the flow
    created         BIGINT NOT NULL
);

CREATE TABLE api_keys (
    id       TEXT PRIMARY KEY,
    merchant TEXT NOT NULL REFERENCES merchants (id),
    kind     TEXT NOT NULL CHECK (kind IN ('secret', 'publishable')),
    key_hash TEXT NOT NULL UNIQUE,             -- hex SHA-256; keys carry more than 128 random bits
    created  BIGINT NOT NULL
);

CREATE TABLE webhook_endpoints (
    id             TEXT PRIMARY KEY,           -- we_…
    merchant       TEXT NOT NULL REFERENCES merchants (id),
    url            TEXT NOT NULL,
    secret         TEXT NOT NULL,              -- whsec_…
    enabled_events TEXT NOT NULL,              -- JSON array, ["*"] for all
    status         TEXT NOT NULL DEFAULT 'enabled',
    description    TEXT,
    metadata       TEXT NOT NULL DEFAULT '{}',
    created        BIGINT NOT NULL
);

CREATE TABLE customers (
    id          TEXT PRIMARY KEY,              -- cus_…
    merchant    TEXT NOT NULL REFERENCES merchants (id),
    name        TEXT,
    email       TEXT,
    phone       TEXT,
    description TEXT,
    metadata    TEXT NOT NULL DEFAULT '{}',
    created     BIGINT NOT NULL,
    deleted     BIGINT NOT NULL DEFAULT 0 -- kept, because linked accounts go on naming it
);
CREATE INDEX customers_by_merchant ON customers (merchant, id);

CREATE TABLE sessions (
    id                 TEXT PRIMARY KEY,       -- fcsess_…
    merchant           TEXT NOT NULL REFERENCES merchants (id),
    client_secret      TEXT NOT NULL,
    client_secret_hash TEXT NOT NULL UNIQUE,   -- looked up by this, compared in constant time
    page_handle        TEXT,                   -- of the full-page flow; null without return_url
    page_handle_hash   TEXT UNIQUE,
    account_holder     TEXT NOT NULL,          -- JSON {type, customer | account}
    customer           TEXT REFERENCES customers (id),
    permissions        TEXT NOT NULL,          -- JSON array
    prefetch           TEXT NOT NULL,          -- JSON array
    filters            TEXT NOT NULL,          -- JSON object
    limit_accounts     BIGINT,
    manual_entry       TEXT NOT NULL,          -- automatic | disabled
    return_url         TEXT,
    status             TEXT NOT NULL,          -- pending | succeeded | failed | cancelled
    terminal_error     TEXT,                   -- JSON, what ended it
    expired            BIGINT NOT NULL DEFAULT 0,
    created            BIGINT NOT NULL,
    expires_at         BIGINT NOT NULL,
    completed_at       BIGINT
);
CREATE INDEX sessions_by_expiry ON sessions (status, expires_at);
CREATE INDEX sessions_by_merchant ON sessions (merchant, id);

-- What the person was shown and agreed to; kept for good.
CREATE TABLE consents (
    id          TEXT PRIMARY KEY,
    session     TEXT NOT NULL UNIQUE REFERENCES sessions (id),
    version     TEXT NOT NULL,
    locale      TEXT NOT NULL,
    permissions TEXT NOT NULL,
    acquired_at BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL
);

CREATE TABLE auth_sessions (
    id                TEXT PRIMARY KEY,        -- bcsess_…
    session           TEXT NOT NULL REFERENCES sessions (id),
    institution       TEXT NOT NULL,           -- bcinst_…
    flow              TEXT NOT NULL,           -- oauth | credentials
    status            TEXT NOT NULL,           -- pending | authorized | denied | failed | cancelled | expired
    start_handle_hash TEXT UNIQUE,             -- OAuth: names this row in the pop-up's address
    start_handle      TEXT,                    -- while pending
    browser_hash      TEXT,                    -- OAuth: of the cookie set when the pop-up started
    state_hash        TEXT UNIQUE,             -- OAuth: of `state`
    state_used_at     BIGINT,                  -- OAuth: when the first callback took it
    pkce_verifier     TEXT,                    -- OAuth: until the code was exchanged
    issuer            TEXT,                    -- pinned when the sign-in began
    bank_login        TEXT,                    -- credentials: the bank's handle of this sign-in
    step              TEXT,                    -- credentials: JSON CredentialStep to ask now
    attempts          BIGINT NOT NULL DEFAULT 0, -- credentials: answers given to this step
    access_token      TEXT,
    offered           TEXT,                    -- JSON array of bank accounts that were shown
    chosen_at_bank    BIGINT NOT NULL DEFAULT 0,
    left_at           BIGINT,                  -- when the flow went on from it
    created           BIGINT NOT NULL,
    updated           BIGINT NOT NULL,
    expires_at        BIGINT NOT NULL
);
CREATE INDEX auth_sessions_by_session ON auth_sessions (session, created);

-- Chosen in the flow, not yet linked: linking happens when the session completes.
CREATE TABLE selections (
    session      TEXT NOT NULL REFERENCES sessions (id),
    account      TEXT NOT NULL,                -- fca_… it has or will have
    auth_session TEXT NOT NULL REFERENCES auth_sessions (id),
    institution  TEXT NOT NULL,                -- bcinst_…
    bank_account TEXT NOT NULL,                -- the bank's stable id
    position     BIGINT NOT NULL,
    draft        TEXT NOT NULL,                -- JSON Account as it will be
    PRIMARY KEY (session, account),
    UNIQUE (session, institution, bank_account)
);

CREATE TABLE accounts (
    id                TEXT PRIMARY KEY,        -- fca_…
    merchant          TEXT NOT NULL REFERENCES merchants (id),
    holder            TEXT NOT NULL,           -- cus_… or acct_…
    customer          TEXT REFERENCES customers (id),
    institution       TEXT NOT NULL,
    bank_account      TEXT NOT NULL,
    auth_session      TEXT NOT NULL REFERENCES auth_sessions (id),
    object            TEXT NOT NULL,           -- JSON Account
    status            TEXT NOT NULL,
    created           BIGINT NOT NULL,
    -- Linking the same account again finds it instead of doubling it.
    UNIQUE (merchant, holder, institution, bank_account)
);
CREATE INDEX accounts_by_merchant ON accounts (merchant, id);

CREATE TABLE session_accounts (
    session  TEXT NOT NULL REFERENCES sessions (id),
    account  TEXT NOT NULL REFERENCES accounts (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (session, account)
);

CREATE TABLE events (
    id       TEXT PRIMARY KEY,                 -- evt_…
    merchant TEXT NOT NULL REFERENCES merchants (id),
    type     TEXT NOT NULL,
    body     TEXT NOT NULL,                    -- JSON Event, never changed
    created  BIGINT NOT NULL
);
CREATE INDEX events_by_merchant ON events (merchant, id);

CREATE TABLE deliveries (
    event           TEXT NOT NULL REFERENCES events (id),
    endpoint        TEXT NOT NULL REFERENCES webhook_endpoints (id),
    status          TEXT NOT NULL,             -- pending | delivered | failed
    attempts        BIGINT NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    last_status     BIGINT,                    -- HTTP status of the last answer
    last_error      TEXT,
    PRIMARY KEY (event, endpoint)
);
CREATE INDEX deliveries_due ON deliveries (status, next_attempt_at);

-- Answers kept under an Idempotency-Key, for a day.
CREATE TABLE idempotency_keys (
    merchant    TEXT NOT NULL REFERENCES merchants (id),
    key         TEXT NOT NULL,
    fingerprint TEXT NOT NULL,                 -- hex SHA-256 of path and body
    status      BIGINT,                        -- null while the request is under way
    body        TEXT,
    created     BIGINT NOT NULL,
    PRIMARY KEY (merchant, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created);
