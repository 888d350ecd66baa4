-- Every decision on a candidate, the latest first.
SELECT decision_id, sequence, candidate_id, action, editor, note, reject_reason, stance, direction, quotation, decided_at
FROM live.decisions_of($viewer) WHERE candidate_id = $candidate_id::UUID ORDER BY sequence DESC;
