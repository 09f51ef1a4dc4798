-- Accounts whose numbers were typed in: what was paid into them, for their holders to tell.
CREATE TABLE microdeposits (
    id          TEXT PRIMARY KEY REFERENCES accounts (id), -- fca_…
    merchant    TEXT NOT NULL REFERENCES merchants (id),
    expected    TEXT NOT NULL,                 -- sealed JSON {amounts, descriptor_code}
    attempts    BIGINT NOT NULL DEFAULT 0,     -- wrong answers
    arrives_at  BIGINT NOT NULL,
    verified_at BIGINT,
    created     BIGINT NOT NULL
);
