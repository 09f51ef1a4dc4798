-- People who saved their accounts, so that they need not sign in at their bank at the next merchant.
CREATE TABLE consumers (
    id         TEXT PRIMARY KEY,               -- cnsmr_…
    email      TEXT NOT NULL,                  -- sealed
    email_hash TEXT NOT NULL UNIQUE,           -- of the folded address
    created    BIGINT NOT NULL
);

-- One-time codes; the last one of a sign-in counts.
CREATE TABLE consumer_codes (
    id         TEXT PRIMARY KEY,
    consumer   TEXT NOT NULL REFERENCES consumers (id),
    purpose    TEXT NOT NULL,                  -- bcsess_… that it is for
    code       TEXT NOT NULL,                  -- sealed
    attempts   BIGINT NOT NULL DEFAULT 0,      -- wrong answers
    expires_at BIGINT NOT NULL,
    created    BIGINT NOT NULL
);
CREATE INDEX consumer_codes_by_purpose ON consumer_codes (purpose, id);
CREATE INDEX consumer_codes_by_consumer ON consumer_codes (consumer, created);

CREATE TABLE saved_accounts (
    id               TEXT PRIMARY KEY,         -- cnsacct_…
    consumer         TEXT NOT NULL REFERENCES consumers (id),
    institution      TEXT NOT NULL,            -- bcinst_…
    bank_account     TEXT NOT NULL,            -- the bank's stable id
    access_token     TEXT NOT NULL,            -- sealed
    described        TEXT NOT NULL,            -- JSON, as the bank described it, without the balance
    created          BIGINT NOT NULL,
    UNIQUE (consumer, institution, bank_account)
);

-- E-mails to be sent, and in the sandbox without a mail server those that would have been.
CREATE TABLE mails (
    id        TEXT PRIMARY KEY,                -- mail_…
    recipient TEXT NOT NULL,                   -- sealed
    subject   TEXT NOT NULL,
    body      TEXT,                            -- sealed; null once it was sent
    status    TEXT NOT NULL,                   -- pending | sent | failed
    attempts  BIGINT NOT NULL DEFAULT 0,
    due_at    BIGINT NOT NULL,
    created   BIGINT NOT NULL
);
CREATE INDEX mails_due ON mails (status, due_at);
