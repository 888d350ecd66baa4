-- Every passage that waits and that the filters let through, of all cards, the strongest first, with the decision that stands on it where it was
-- deferred. Filters and `state` are those of the query queue; at most `number` (1,000 when left out).
WITH chosen AS (
    SELECT score, candidate_id, state, policy_id, story_id, article_id
    FROM live.waiting_of($viewer)
    WHERE state = coalesce($state::VARCHAR, 'open')
        AND ($policy_id::VARCHAR IS NULL OR policy_id = $policy_id)
        AND ($outlet_id::VARCHAR IS NULL OR outlet_id = $outlet_id)
        AND ($stance::VARCHAR IS NULL OR stance = $stance)
        AND ($direction::VARCHAR IS NULL OR direction = $direction)
        AND ($since::DATE IS NULL OR day >= $since::DATE)
        AND ($until::DATE IS NULL OR day <= $until::DATE)
        AND ($seen_after::TIMESTAMPTZ IS NULL OR seen > $seen_after::TIMESTAMPTZ)
        AND ($story_id::UUID IS NULL OR story_id = $story_id::UUID)
), let_through AS (
    SELECT * FROM chosen
    WHERE is_let_through(article_id, $article_ids::VARCHAR[], $council, $trust, $funding)
), listed AS (
    SELECT * FROM let_through ORDER BY score DESC, candidate_id LIMIT coalesce($number::BIGINT, 1000)
), said AS (
    SELECT candidate_id, max_by(decision_id, sequence) AS decision_id, max_by(action, sequence) AS action
    FROM live.decisions SEMI JOIN listed USING (candidate_id) GROUP BY candidate_id
)
SELECT candidate_id, policy_id, story_id, coalesce(policies.title, policy_id) AS policy_title,
    if(waits(state_after(action)), decision_id, NULL) AS decision_id
FROM listed
LEFT JOIN said USING (candidate_id)
LEFT JOIN (SELECT policy_id, title FROM records.policies) AS policies USING (policy_id)
ORDER BY score DESC, candidate_id;
