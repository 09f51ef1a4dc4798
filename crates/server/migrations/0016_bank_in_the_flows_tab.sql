-- A sign-in at a bank in the tab that the flow is in.
ALTER TABLE auth_sessions ADD COLUMN tab_handle_hash TEXT; -- names this row in the address that the tab goes to
ALTER TABLE auth_sessions ADD COLUMN tab_returns_to TEXT;  -- where whoever went by it comes back to
ALTER TABLE auth_sessions ADD COLUMN returns_to TEXT;      -- where the browser that went last comes back to; NULL for a window
CREATE UNIQUE INDEX auth_sessions_tab_handle ON auth_sessions (tab_handle_hash);
