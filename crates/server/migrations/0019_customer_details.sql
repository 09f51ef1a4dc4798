-- What a merchant keeps of a customer beside name, e-mail and telephone: JSON.
ALTER TABLE customers ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
