-- The decisions that were taken together as one action on a card, those that still stand alone.
SELECT decision_id, candidate_id
FROM live.decisions_of($viewer) AS taken
WHERE action_id = $action_id::UUID AND NOT EXISTS (
    SELECT 1 FROM live.decisions_of($viewer) AS later WHERE later.candidate_id = taken.candidate_id AND later.sequence > taken.sequence
)
ORDER BY sequence
