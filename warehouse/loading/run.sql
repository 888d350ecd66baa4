-- The latest word on a run holds, and a run that ended stays ended.
DELETE FROM records.runs USING batch
WHERE runs.run_id = batch.run_id::UUID AND (runs.finished_at IS NULL OR batch.finished_at IS NOT NULL);
INSERT INTO records.runs BY NAME
SELECT * FROM batch WHERE NOT EXISTS (SELECT 1 FROM records.runs AS held WHERE held.run_id = batch.run_id::UUID)
QUALIFY row_number() OVER (PARTITION BY run_id ORDER BY finished_at DESC NULLS LAST, started_at DESC) = 1;
