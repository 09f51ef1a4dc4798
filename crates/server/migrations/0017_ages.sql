-- What is forgotten after a while is looked for by its age.
CREATE INDEX consumer_codes_created ON consumer_codes (created);
CREATE INDEX mails_created ON mails (created);
