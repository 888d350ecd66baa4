-- A page of the queue: candidates that wait, the highest score first, then by identifier, after a place in that order.
-- Filters that are left out hold for all. `state` is open (when left out) or deferred; `number` is 50 when left out.
-- A row has all that a card in the list shows.
WITH page AS MATERIALIZED (
    SELECT score, candidate_id, state, policy_id, outlet_id, stance, article_id
    FROM live.waiting
    WHERE state = coalesce($state::VARCHAR, 'open')
        AND ($policy_id::VARCHAR IS NULL OR policy_id = $policy_id)
        AND ($outlet_id::VARCHAR IS NULL OR outlet_id = $outlet_id)
        AND ($stance::VARCHAR IS NULL OR stance = $stance)
        AND ($council::VARCHAR IS NULL OR list_contains(councils, $council))
        AND (
            $after_score::DOUBLE IS NULL
            OR (score <= $after_score::DOUBLE AND (score < $after_score::DOUBLE OR candidate_id > $after_id::UUID))
        )
    ORDER BY score DESC, candidate_id
    LIMIT coalesce($number::BIGINT, 50)
)
SELECT
    page.score, page.candidate_id, page.state, page.policy_id, coalesce(policies.title, page.policy_id) AS policy_title,
    page.outlet_id, coalesce(outlets.name, page.outlet_id) AS outlet_name, page.stance, page.article_id,
    candidates.revision_id, candidates.passage, candidates.start_offset AS start, candidates.end_offset AS end,
    candidates.reason, candidates.terms, revisions.title, revisions.url, revisions.published, revisions.wall,
    [m FOR m IN taggings.mentions IF m."start" >= candidates.start_offset AND m."end" <= candidates.end_offset] AS mentions
FROM page
JOIN records.candidates ON candidates.candidate_id = page.candidate_id
JOIN records.revisions ON revisions.revision_id = candidates.revision_id
LEFT JOIN records.taggings ON taggings.revision_id = candidates.revision_id
LEFT JOIN records.policies ON policies.policy_id = page.policy_id
LEFT JOIN records.outlets ON outlets.outlet_id = page.outlet_id
ORDER BY page.score DESC, page.candidate_id;
