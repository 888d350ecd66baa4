-- The passages that wait and that the ranking puts in order, the highest scores first: open ones, and those that were deferred
-- before a moment ($due). `number` is 5,000 when left out.
WITH put_off AS (
    SELECT candidate_id, max(decided_at) AS since FROM live.decisions WHERE action = 'defer' GROUP BY candidate_id
)
SELECT candidate_id, policy_id, story_id, score, state
FROM live.waiting LEFT JOIN put_off USING (candidate_id)
WHERE state = 'open' OR (waits(state) AND put_off.since <= $due::TIMESTAMPTZ)
ORDER BY score DESC, candidate_id
LIMIT coalesce($number::BIGINT, 5000);
