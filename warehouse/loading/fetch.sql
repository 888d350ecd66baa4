INSERT INTO records.fetches BY NAME
SELECT DISTINCT ON (fetch_id) * FROM batch
WHERE NOT EXISTS (SELECT 1 FROM records.fetches AS held WHERE held.fetch_id = batch.fetch_id::UUID);
