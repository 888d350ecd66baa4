-- Which of these articles ($article_ids) have a passage that waits and that the filters let through, with headline and outlet, the latest published first.
-- Filters are those of the query queue.
WITH chosen AS (
    SELECT article_id, arg_max(revision_id, score) AS revision_id
    FROM live.waiting_of($viewer)
    WHERE state = 'open' AND article_id IN (SELECT unnest($article_ids::UUID[]))
        AND ($policy_id::VARCHAR IS NULL OR policy_id = $policy_id)
        AND ($outlet_id::VARCHAR IS NULL OR outlet_id = $outlet_id)
        AND ($stance::VARCHAR IS NULL OR stance = $stance)
        AND ($direction::VARCHAR IS NULL OR direction = $direction)
        AND ($since::DATE IS NULL OR day >= $since::DATE)
        AND ($until::DATE IS NULL OR day <= $until::DATE)
        AND ($story_id::UUID IS NULL OR story_id = $story_id::UUID)
        AND is_let_through(article_id, NULL::VARCHAR[], $council, $trust, $funding)
    GROUP BY article_id
)
SELECT article_id, revisions.title, coalesce(outlets.name, revisions.outlet_id) AS outlet
FROM chosen
JOIN records.revisions USING (revision_id, article_id)
LEFT JOIN records.outlets ON outlets.outlet_id = revisions.outlet_id
ORDER BY revisions.published DESC NULLS LAST, article_id;
