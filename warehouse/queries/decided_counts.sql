-- How many candidates stand decided, by policy, outlet, stance and direction as decided, and state. Filters are those of the query queue.
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action, max_by(stance, sequence) AS stance,
        max_by(direction, sequence) AS direction
    FROM live.decisions_of($viewer) GROUP BY candidate_id
), dated AS (
    SELECT candidate_id, policy_id, candidates.outlet_id, candidates.article_id, first_made_at AS seen
        , day_at(coalesce(published, first_made_at), timezone) AS day -- with $since $until
        , coalesce(story_id, candidates.article_id) AS story_id -- with $story_id
    FROM records.candidates SEMI JOIN said USING (candidate_id)
    LEFT JOIN (SELECT revision_id, published FROM records.revisions) USING (revision_id) -- with $since $until
    LEFT JOIN (SELECT outlet_id, timezone FROM records.outlets) USING (outlet_id) -- with $since $until
    LEFT JOIN (SELECT article_id, story_id FROM records.story_articles) USING (article_id) -- with $story_id
)
SELECT policy_id, outlet_id, said.stance, said.direction, state_after(action) AS state,
    count(*) AS number
FROM said JOIN dated USING (candidate_id)
WHERE decided(state_after(action))
    AND is_let_through(article_id, $article_ids::VARCHAR[], $council, $trust, $funding) -- with $article_ids $council $trust $funding
    AND day >= $since::DATE -- with $since
    AND day <= $until::DATE -- with $until
    AND seen > $seen_after::TIMESTAMPTZ -- with $seen_after
    AND story_id = $story_id::UUID -- with $story_id
GROUP BY ALL
ORDER BY ALL;
