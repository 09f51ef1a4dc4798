-- ACH debits: what customers pay with, payments, and the attempts to get their money.

-- Accounts that can be debited: one row for the same number, of one merchant.
CREATE TABLE bank_accounts (
    id             TEXT PRIMARY KEY,           -- the fingerprint
    merchant       TEXT NOT NULL REFERENCES merchants (id),
    routing_number TEXT NOT NULL,
    last4          TEXT NOT NULL,
    account_number TEXT NOT NULL,              -- sealed
    created        BIGINT NOT NULL
);
CREATE INDEX bank_accounts_by_last4 ON bank_accounts (merchant, routing_number, last4);

CREATE TABLE payment_methods (
    id           TEXT PRIMARY KEY,             -- pm_…
    merchant     TEXT NOT NULL REFERENCES merchants (id),
    customer     TEXT REFERENCES customers (id), -- that it is attached to
    bank_account TEXT NOT NULL REFERENCES bank_accounts (id),
    detached     BIGINT NOT NULL DEFAULT 0,    -- it was attached once, and is good for nothing more
    object       TEXT NOT NULL,                -- JSON PaymentMethod
    created      BIGINT NOT NULL
);
CREATE INDEX payment_methods_by_merchant ON payment_methods (merchant, id);
CREATE INDEX payment_methods_by_customer ON payment_methods (customer, id);

-- What people allowed; kept for good.
CREATE TABLE mandates (
    id             TEXT PRIMARY KEY,           -- mandate_…
    merchant       TEXT NOT NULL REFERENCES merchants (id),
    payment_method TEXT NOT NULL REFERENCES payment_methods (id),
    object         TEXT NOT NULL,              -- JSON Mandate
    created        BIGINT NOT NULL
);

CREATE TABLE payment_intents (
    id       TEXT PRIMARY KEY,                 -- pi_…
    merchant TEXT NOT NULL REFERENCES merchants (id),
    customer TEXT REFERENCES customers (id),
    object   TEXT NOT NULL,                    -- JSON PaymentIntent
    created  BIGINT NOT NULL
);
CREATE INDEX payment_intents_by_merchant ON payment_intents (merchant, id);
CREATE INDEX payment_intents_by_customer ON payment_intents (customer, id);

-- Attempts, and the queue of what the network says of them. due_at is when that is known: whoever
-- takes a row moves it on, so that it comes back if they are killed.
CREATE TABLE charges (
    id             TEXT PRIMARY KEY,           -- py_…
    merchant       TEXT NOT NULL REFERENCES merchants (id),
    customer       TEXT REFERENCES customers (id),
    payment_intent TEXT NOT NULL REFERENCES payment_intents (id),
    outcome        TEXT NOT NULL,              -- what the sandbox will say
    due_at         BIGINT,                     -- null when nothing more comes
    object         TEXT NOT NULL,              -- JSON Charge
    created        BIGINT NOT NULL
);
CREATE INDEX charges_by_merchant ON charges (merchant, id);
CREATE INDEX charges_by_payment_intent ON charges (payment_intent, id);
CREATE INDEX charges_due ON charges (due_at);

CREATE TABLE disputes (
    id       TEXT PRIMARY KEY,                 -- du_…
    merchant TEXT NOT NULL REFERENCES merchants (id),
    charge   TEXT NOT NULL UNIQUE REFERENCES charges (id),
    object   TEXT NOT NULL,                    -- JSON Dispute
    created  BIGINT NOT NULL
);

-- Tokens for payouts, one for a session that was asked for it.
CREATE TABLE tokens (
    id           TEXT PRIMARY KEY,             -- btok_…
    merchant     TEXT NOT NULL REFERENCES merchants (id),
    session      TEXT NOT NULL UNIQUE REFERENCES sessions (id),
    bank_account TEXT NOT NULL REFERENCES bank_accounts (id),
    object       TEXT NOT NULL,                -- JSON Token
    created      BIGINT NOT NULL
);
