INSERT INTO records.captures BY NAME
SELECT DISTINCT ON (capture_id) * FROM batch
WHERE capture_id::UUID NOT IN (SELECT capture_id FROM records.captures WHERE capture_id IN (SELECT capture_id::UUID FROM batch));
