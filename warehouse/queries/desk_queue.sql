-- One page of the queue, the strongest first: $number candidates after the place ($after_score, $after_id).
-- $policy, $outlet and $stance are NULL for all; $state is open or deferred. The page is cut from the narrow table before
-- any text is joined: at a million candidates that is the difference between milliseconds and seconds.
WITH page AS MATERIALIZED (
    SELECT score, candidate_id, policy_id, outlet_id, stance, state FROM live.waiting
    WHERE state = $state::VARCHAR
        AND ($policy::VARCHAR IS NULL OR policy_id = $policy::VARCHAR)
        AND ($outlet::VARCHAR IS NULL OR outlet_id = $outlet::VARCHAR)
        AND ($stance::VARCHAR IS NULL OR stance = $stance::VARCHAR)
        AND ($after_score::DOUBLE IS NULL OR score < $after_score::DOUBLE
            OR (score = $after_score::DOUBLE AND candidate_id > $after_id::UUID))
    ORDER BY score DESC, candidate_id
    LIMIT $number
),
found AS MATERIALIZED (
    SELECT candidate_id, article_id, revision_id FROM records.candidates
    WHERE candidate_id IN (SELECT candidate_id FROM page)
),
texts AS MATERIALIZED (
    SELECT revision_id, title, published, wall FROM records.revisions
    WHERE revision_id IN (SELECT revision_id FROM found)
)
SELECT
    page.candidate_id, page.policy_id, coalesce(policies.title, page.policy_id) AS policy_title,
    page.outlet_id, coalesce(outlets.name, page.outlet_id) AS outlet_name, found.article_id, found.revision_id,
    texts.title, texts.published, texts.wall, page.stance, page.score, page.state
FROM page
JOIN found USING (candidate_id)
JOIN texts USING (revision_id)
LEFT JOIN records.policies USING (policy_id)
LEFT JOIN records.outlets ON outlets.outlet_id = page.outlet_id
ORDER BY page.score DESC, page.candidate_id
