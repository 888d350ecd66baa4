-- Decisions, the latest first, of a candidate, of an editor or of all, before a place among them; `number` is 100 when left out.
-- `viewer` is who asks: what a second review hides from that editor is not told.
-- `undoes` is who decided what stood before on the candidate, where this decision took the place of another.
WITH told AS (
    SELECT decision_id, sequence, candidate_id, action, editor, note, reject_reason, stance, quotation, decided_at, reading
    FROM live.told_to($viewer)
    WHERE ($candidate_id::UUID IS NULL OR candidate_id = $candidate_id::UUID)
        AND ($editor::VARCHAR IS NULL OR editor = $editor)
        AND ($before::BIGINT IS NULL OR sequence < $before)
    ORDER BY sequence DESC LIMIT coalesce($number::BIGINT, 100)
), before AS (
    SELECT told.sequence, arg_max(earlier.action, earlier.sequence) AS action, arg_max(earlier.editor, earlier.sequence) AS editor
    FROM told JOIN live.told_to($viewer) AS earlier ON earlier.candidate_id = told.candidate_id AND earlier.sequence < told.sequence
    GROUP BY told.sequence
)
SELECT
    told.decision_id, told.sequence, told.candidate_id, told.action, told.editor, told.note, told.reject_reason, told.stance, told.quotation.words AS quotation, told.decided_at, told.reading,
    before.action AS action_before, before.editor AS editor_before,
    coalesce(policies.title, candidates.policy_id, '') AS policy_title, coalesce(nullif(revisions.title, ''), 'Untitled') AS title
FROM told
LEFT JOIN before USING (sequence)
LEFT JOIN records.candidates USING (candidate_id)
LEFT JOIN records.policies USING (policy_id)
LEFT JOIN records.revisions USING (revision_id)
ORDER BY told.sequence DESC;
