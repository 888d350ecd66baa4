-- A capture's time is part of what its id is made from: the rest of the table is passed over.
INSERT INTO records.captures BY NAME
SELECT DISTINCT ON (capture_id) * FROM batch
WHERE capture_id::UUID NOT IN (
    SELECT capture_id FROM records.captures
    WHERE captured_at >= (SELECT min(captured_at) - INTERVAL 2 DAYS FROM batch)
        AND captured_at <= (SELECT max(captured_at) + INTERVAL 2 DAYS FROM batch)
        AND capture_id IN (SELECT capture_id::UUID FROM batch)
);
