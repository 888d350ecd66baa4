INSERT INTO records.fetches BY NAME
SELECT DISTINCT ON (fetch_id) * FROM batch
WHERE fetch_id::UUID NOT IN (SELECT fetch_id FROM records.fetches WHERE fetch_id IN (SELECT fetch_id::UUID FROM batch));
