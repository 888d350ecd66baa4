-- How many passages wait, by policy, outlet, stance, direction, state, and under which filters they are the best of their cards
-- (`leads`, see the macro leads_of): those that lead under a filter are the cards under it. `article_ids`, `council`, `trust`, `funding`,
-- `since`, `until`, `seen_after`, `story_id` and `viewer` narrow what is counted, as in the query queue; with none of them the counts that are kept are read.
WITH chosen AS (
    SELECT * EXCLUDE (leads) FROM live.waiting_of($viewer)
    WHERE waits(state)
        AND ($since::DATE IS NULL OR day >= $since::DATE)
        AND ($until::DATE IS NULL OR day <= $until::DATE)
        AND ($seen_after::TIMESTAMPTZ IS NULL OR seen > $seen_after::TIMESTAMPTZ)
        AND ($story_id::UUID IS NULL OR story_id = $story_id::UUID)
        AND narrows($article_ids::VARCHAR[], $council, $trust, $funding, $since::DATE, $until::DATE, $seen_after::TIMESTAMPTZ, $story_id::UUID)
), let_through AS (
    SELECT * FROM chosen
    WHERE is_let_through(article_id, $article_ids::VARCHAR[], $council, $trust, $funding)
), counted AS (
    SELECT policy_id, outlet_id, stance, direction, state, leads, number
    FROM live.waiting_counts_of($viewer)
    WHERE waits(state)
        AND NOT narrows($article_ids::VARCHAR[], $council, $trust, $funding, $since::DATE, $until::DATE, $seen_after::TIMESTAMPTZ, $story_id::UUID)
    UNION ALL
    SELECT policy_id, outlet_id, stance, direction, state,
        leads_of(policy_id, story_id, state, outlet_id, stance, direction, score, candidate_id) AS leads, 1 AS number
    FROM let_through
)
SELECT policy_id, outlet_id, stance, direction, state, leads, sum(number)::BIGINT AS number
FROM counted
GROUP BY ALL
HAVING sum(number) > 0
ORDER BY ALL;
