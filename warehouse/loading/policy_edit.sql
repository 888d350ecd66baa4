INSERT INTO records.policy_edits BY NAME
SELECT DISTINCT ON (edit_id) * FROM batch
WHERE NOT EXISTS (SELECT 1 FROM records.policy_edits AS held WHERE held.edit_id = batch.edit_id::UUID);
