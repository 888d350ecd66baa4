-- The articles of which a passage is accepted evidence for some policies ($policy_ids), published or first seen since a day ($since).
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action, max_by(direction, sequence) AS direction FROM live.decisions GROUP BY candidate_id
)
SELECT candidates.policy_id, candidates.article_id, arg_max(said.direction, candidates.score) AS direction,
    max(candidates.score) AS score, any_value(revisions.title) AS title
FROM said
JOIN records.candidates USING (candidate_id)
JOIN records.revisions USING (revision_id)
JOIN articles ON articles.article_id = candidates.article_id
LEFT JOIN records.outlets ON outlets.outlet_id = articles.outlet_id
WHERE said.action = 'accept' AND list_contains($policy_ids::VARCHAR[], candidates.policy_id)
    AND coalesce(articles.published_day, day_at(articles.first_seen_at, outlets.timezone)) >= $since::DATE
GROUP BY candidates.policy_id, candidates.article_id;
