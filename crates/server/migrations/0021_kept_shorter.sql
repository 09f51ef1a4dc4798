-- What a bank showed is sealed from here on, and kept no longer than its session is open, with what opens it.
UPDATE auth_sessions SET offered = NULL;
UPDATE auth_sessions SET access_token = NULL
    WHERE session IN (SELECT id FROM sessions WHERE status <> 'pending');
-- Codes are counted by the telephone that they go to as well.
ALTER TABLE consumer_codes ADD COLUMN phone_fingerprint TEXT;
CREATE INDEX consumer_codes_phone ON consumer_codes (phone_fingerprint, created);
