INSERT INTO records.captures BY NAME
SELECT DISTINCT ON (capture_id) * FROM batch
WHERE NOT EXISTS (SELECT 1 FROM records.captures AS held WHERE held.capture_id = batch.capture_id::UUID);
