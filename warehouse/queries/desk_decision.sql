-- One decision, with the article's title, and whether it is the latest of its candidate.
SELECT
    decisions.decision_id, decisions.candidate_id, decisions.action, decisions.editor, decisions.decided_at,
    coalesce(nullif(revisions.title, ''), 'Untitled') AS title,
    NOT EXISTS (
        SELECT 1 FROM live.decisions_of($viewer) AS later
        WHERE later.candidate_id = decisions.candidate_id AND later.sequence > decisions.sequence
    ) AS is_latest
FROM live.decisions_of($viewer) AS decisions
LEFT JOIN records.candidates USING (candidate_id)
LEFT JOIN records.revisions USING (revision_id)
WHERE decisions.decision_id = $decision_id::UUID
