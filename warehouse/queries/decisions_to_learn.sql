-- The decisions after a place, in their order, with those that were just made: what the ranking learns from.
SELECT sequence, candidate_id, action, reject_reason FROM live.decisions
WHERE sequence > coalesce($sequence::BIGINT, 0)
ORDER BY sequence LIMIT coalesce($number::BIGINT, 100000);
