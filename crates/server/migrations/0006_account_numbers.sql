-- Numbers of accounts for payments: what is shown of them is in the account's object, the numbers
-- themselves stay at the bank.
ALTER TABLE accounts ADD COLUMN numbers_due BIGINT;           -- when the bank is asked next; null without permission
ALTER TABLE accounts ADD COLUMN numbers_announced_for BIGINT; -- the expiry whose approach was announced
CREATE INDEX accounts_by_numbers ON accounts (status, numbers_due);
