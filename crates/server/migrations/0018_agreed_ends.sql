-- An access is read through for as long as the person agreed to.
ALTER TABLE authorizations ADD COLUMN agreed_until BIGINT;
UPDATE authorizations SET agreed_until = (
    SELECT MAX(consents.ends_at) FROM consents
    JOIN session_accounts ON session_accounts.session = consents.session
    JOIN accounts ON accounts.id = session_accounts.account
    WHERE accounts.authorization_id = authorizations.id
);
