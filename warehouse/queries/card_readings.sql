-- The two decisions on a candidate that are held because they differ, for the editor ($viewer) who may settle them: the first, then the second.
SELECT held.decision_id, editor, action, reject_reason, stance, direction, note, decided_at
FROM live.held AS held JOIN live.in_review AS review ON held.decision_id IN (review.first_id, review.second_id)
WHERE review.candidate_id = $candidate_id::UUID AND review.second_id IS NOT NULL
    AND coalesce($viewer, '') NOT IN ('', review.first_editor, review.second_editor)
ORDER BY held.decision_id = review.second_id;
