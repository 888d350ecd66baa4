-- An incident that was closed stays closed.
DELETE FROM records.incidents AS held USING batch
WHERE held.incident_id = batch.incident_id::UUID AND (held.closed_at IS NULL OR batch.closed_at IS NOT NULL);
INSERT INTO records.incidents BY NAME
SELECT * FROM batch WHERE incident_id::UUID NOT IN (SELECT incident_id FROM records.incidents)
QUALIFY row_number() OVER (PARTITION BY incident_id ORDER BY closed_at DESC NULLS LAST) = 1;
