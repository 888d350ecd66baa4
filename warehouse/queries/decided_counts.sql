-- How many candidates stand decided, by policy, outlet, stance and direction as decided, and state. Filters are those of the query queue.
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action, max_by(stance, sequence) AS stance,
        max_by(direction, sequence) AS direction
    FROM live.decisions_of($viewer) GROUP BY candidate_id
), dated AS (
    SELECT candidate_id, score, policy_id, candidates.outlet_id, candidates.article_id, candidates.revision_id, first_made_at AS seen,
        day_at(coalesce(published, first_made_at), timezone) AS day, coalesce(story_id, candidates.article_id) AS story_id
    FROM records.candidates SEMI JOIN said USING (candidate_id)
    LEFT JOIN (SELECT revision_id, published FROM records.revisions) USING (revision_id)
    LEFT JOIN (SELECT outlet_id, timezone FROM records.outlets) USING (outlet_id)
    LEFT JOIN (SELECT article_id, story_id FROM records.story_articles) USING (article_id)
)
SELECT policy_id, outlet_id, said.stance, said.direction, state_after(action) AS state,
    count(*) AS number
FROM said JOIN dated USING (candidate_id)
WHERE decided(state_after(action))
    AND is_let_through(article_id, $article_ids::VARCHAR[], $council, $trust, $funding)
    AND ($since::DATE IS NULL OR day >= $since::DATE)
    AND ($until::DATE IS NULL OR day <= $until::DATE)
    AND ($seen_after::TIMESTAMPTZ IS NULL OR seen > $seen_after::TIMESTAMPTZ)
    AND ($story_id::UUID IS NULL OR story_id = $story_id::UUID)
GROUP BY ALL
ORDER BY ALL;
