-- How the flow is shown, and repairing an access instead of making a new one.
ALTER TABLE sessions ADD COLUMN ui_mode TEXT NOT NULL DEFAULT 'modal'; -- modal | hosted
ALTER TABLE sessions ADD COLUMN relink_options TEXT;                   -- JSON {authorization, account?}
ALTER TABLE sessions ADD COLUMN relink_result TEXT;                    -- JSON, once the session has ended
