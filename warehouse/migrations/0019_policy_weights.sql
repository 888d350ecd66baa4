-- How much a card of a policy counts in the order of the queue, beside those of others. Their editors say so in the file.
ALTER TABLE records.policies ADD COLUMN weight DOUBLE; -- in the order of the queue, 1 for a policy like others
UPDATE records.policies SET weight = 1;
