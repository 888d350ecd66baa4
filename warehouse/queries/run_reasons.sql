-- Why pages of these runs were not stored, most frequent first.
SELECT outcome, reason, count(*) AS fetches
FROM fetches
WHERE run_id IN (SELECT unnest($run_ids::UUID[])) AND outcome IN ('dropped', 'quarantined', 'pending')
GROUP BY outcome, reason
ORDER BY fetches DESC, outcome, reason
