INSERT INTO records.quarantine BY NAME
SELECT DISTINCT ON (quarantine_id) * EXCLUDE ("at"), "at" AS noted_at FROM batch
WHERE NOT EXISTS (SELECT 1 FROM records.quarantine AS held WHERE held.quarantine_id = batch.quarantine_id::UUID);
