-- Which version of the API the events of an endpoint are written in; none for the one that the server speaks.
ALTER TABLE webhook_endpoints ADD COLUMN api_version TEXT;
