-- The same fetch again is of the same run, hence of about the same time: the rest of the table is passed over.
INSERT INTO records.fetches BY NAME
SELECT DISTINCT ON (fetch_id) * FROM batch
WHERE fetch_id::UUID NOT IN (
    SELECT fetch_id FROM records.fetches
    WHERE started_at >= (SELECT min(started_at) - INTERVAL 2 DAYS FROM batch)
        AND started_at <= (SELECT max(started_at) + INTERVAL 2 DAYS FROM batch)
        AND fetch_id IN (SELECT fetch_id::UUID FROM batch)
);
