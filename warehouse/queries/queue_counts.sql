-- How many passages wait, by policy, outlet, stance, direction, state, and under which filters they are the best of their cards
-- (`leads`, see the macro leads_of): those that lead under a filter are the cards under it. `article_ids`, `council`, `trust`, `funding`,
-- `since`, `until`, `seen_after`, `story_id` and `viewer` narrow what is counted, as in the query queue; with none of them the counts that are kept are read.
WITH chosen AS MATERIALIZED (
    SELECT candidate_id, policy_id, story_id, outlet_id, stance, direction, state, score
    FROM live.waiting_of($viewer)
    WHERE waits(state)
        AND day >= $since::DATE -- with $since
        AND day <= $until::DATE -- with $until
        AND seen > $seen_after::TIMESTAMPTZ -- with $seen_after
        AND story_id = $story_id::UUID -- with $story_id
        AND article_id IN (SELECT unnest($article_ids::UUID[])) -- with $article_ids
        AND article_id IN (SELECT article_id FROM records.covered WHERE council = $council) -- with $council
        AND article_id IN (SELECT article_id FROM records.article_labels WHERE "label" = 'TRUST' AND identifier = $trust) -- with $trust
        AND article_id IN (SELECT article_id FROM records.article_labels WHERE "label" = 'FUNDING' AND identifier = $funding) -- with $funding
), behind AS (
    -- As where the queue is kept: a better passage of its card takes filters from a passage.
    SELECT one.candidate_id, bit_or(leads_taken(
        one.outlet_id = better.outlet_id, one.stance = better.stance, one.direction = better.direction
    )) AS taken
    FROM chosen AS one JOIN chosen AS better USING (policy_id, story_id, state)
    WHERE better.score > one.score OR (better.score = one.score AND better.candidate_id < one.candidate_id)
    GROUP BY one.candidate_id
), counted AS (
    SELECT policy_id, outlet_id, stance, direction, state, leads, number -- without $article_ids $council $trust $funding $since $until $seen_after $story_id
    FROM live.waiting_counts_of($viewer) -- without $article_ids $council $trust $funding $since $until $seen_after $story_id
    WHERE waits(state) -- without $article_ids $council $trust $funding $since $until $seen_after $story_id
    SELECT policy_id, outlet_id, stance, direction, state, xor(255, coalesce(taken, 0)) AS leads, 1 AS number -- with $article_ids $council $trust $funding $since $until $seen_after $story_id
    FROM chosen LEFT JOIN behind USING (candidate_id) -- with $article_ids $council $trust $funding $since $until $seen_after $story_id
)
SELECT policy_id, outlet_id, stance, direction, state, leads, sum(number)::BIGINT AS number
FROM counted
GROUP BY ALL
HAVING sum(number) > 0
ORDER BY ALL;
