-- Why pages of the named runs, or of every run, were not stored, the most frequent first. Digits make no new reason.
SELECT outcome, reason, count(*) AS fetches
FROM fetches
WHERE kind = 'article' AND outcome IN ('quarantined', 'dropped')
    AND ($run_ids::VARCHAR[] IS NULL OR list_contains($run_ids::UUID[], run_id))
GROUP BY outcome, reason ORDER BY fetches DESC, outcome, reason;
