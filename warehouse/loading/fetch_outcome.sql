INSERT INTO records.fetch_outcomes BY NAME
SELECT DISTINCT * FROM batch
WHERE NOT EXISTS (
    SELECT 1 FROM records.fetch_outcomes AS held
    WHERE held.fetch_id = batch.fetch_id::UUID AND held.made_at = batch.made_at AND held.outcome = batch.outcome
        AND held.made_at >= (SELECT min(made_at) FROM batch) AND held.made_at <= (SELECT max(made_at) FROM batch)
);
