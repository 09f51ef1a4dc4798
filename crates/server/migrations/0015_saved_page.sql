-- The page on which people see, remove and forget what they saved.

-- Codes belong to an address, not to a person: so one that nobody saved under is treated like any other.
-- Codes are good for ten minutes, so none is carried over.
DROP TABLE consumer_codes;
CREATE TABLE consumer_codes (
    id         TEXT PRIMARY KEY,
    email_hash TEXT NOT NULL,                  -- of the folded address that it is for
    purpose    TEXT NOT NULL,                  -- bcsess_… or savedvst_… that it is for; its last one counts
    code       TEXT NOT NULL,                  -- sealed
    attempts   BIGINT NOT NULL DEFAULT 0,      -- answers
    expires_at BIGINT NOT NULL,
    created    BIGINT NOT NULL
);
CREATE INDEX consumer_codes_by_purpose ON consumer_codes (purpose, id);
CREATE INDEX consumer_codes_by_address ON consumer_codes (email_hash, created);

-- A visit of the page: before the code only an address is known, after it who it is.
CREATE TABLE saved_visits (
    id         TEXT PRIMARY KEY,               -- savedvst_…
    token_hash TEXT NOT NULL UNIQUE,           -- of the cookie's value
    email      TEXT NOT NULL,                  -- sealed
    email_hash TEXT NOT NULL,
    known      BIGINT NOT NULL DEFAULT 0,      -- whether the code was right
    expires_at BIGINT NOT NULL,
    created    BIGINT NOT NULL
);
CREATE INDEX saved_visits_by_address ON saved_visits (email_hash);
CREATE INDEX saved_visits_by_end ON saved_visits (expires_at);

ALTER TABLE saved_accounts ADD COLUMN used_at BIGINT;   -- when it was last chosen
ALTER TABLE consumers ADD COLUMN phone TEXT;            -- sealed; codes may go there, once one has
ALTER TABLE mails ADD COLUMN channel TEXT NOT NULL DEFAULT 'email';  -- email | sms

-- Sessions in which a person showed by a code who they are: these agreements are theirs to see.
CREATE TABLE consumer_sessions (
    consumer TEXT NOT NULL REFERENCES consumers (id),
    session  TEXT NOT NULL REFERENCES sessions (id),
    PRIMARY KEY (consumer, session)
);
