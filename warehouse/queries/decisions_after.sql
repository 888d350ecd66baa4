-- Every decision after a place in their order, with those that were just made: for whoever follows along.
SELECT decision_id, sequence, candidate_id, action, editor, note, reject_reason, stance, direction, decided_at, action_id
FROM live.decisions WHERE sequence > coalesce($sequence::BIGINT, 0) ORDER BY sequence LIMIT coalesce($number::BIGINT, 100000);
