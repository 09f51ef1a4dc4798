-- The page on which a person sees and withdraws what one agreement shares.
ALTER TABLE consents ADD COLUMN page_handle TEXT;       -- names the page in its address; sealed
ALTER TABLE consents ADD COLUMN page_handle_hash TEXT;
ALTER TABLE consents ADD COLUMN shown TEXT;             -- JSON, what the merchant said of itself then
ALTER TABLE consents ADD COLUMN withdrawn_at BIGINT;
CREATE UNIQUE INDEX consents_by_page ON consents (page_handle_hash);
