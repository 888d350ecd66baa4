-- Every decision after a place in their order, with those that were just made: for whoever follows along. What a second review
-- holds (`held`) is its editor's alone.
SELECT decision_id, sequence, candidate_id, action, editor, note, reject_reason, stance, direction, quotation, decided_at, action_id, is_held(reading) AS held
FROM (FROM live.decisions UNION ALL BY NAME FROM live.held) WHERE sequence > coalesce($sequence::BIGINT, 0) ORDER BY sequence LIMIT coalesce($number::BIGINT, 100000);
