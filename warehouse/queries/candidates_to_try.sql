-- What the matcher made candidates of some policies ($policy_ids) in articles since a day ($since): the best of each article and policy,
-- with the matcher's direction: what the ledger made of it since is no change of a policy's words.
SELECT candidates.policy_id, candidates.article_id, arg_max(candidates.matched_direction, candidates.score) AS direction,
    max(candidates.score) AS score, any_value(revisions.title) AS title
FROM records.candidates
JOIN records.revisions USING (revision_id)
JOIN articles ON articles.article_id = candidates.article_id
LEFT JOIN records.outlets ON outlets.outlet_id = articles.outlet_id
WHERE candidates.current AND list_contains($policy_ids::VARCHAR[], candidates.policy_id)
    AND coalesce(articles.published_day, day_at(articles.first_seen_at, outlets.timezone)) >= $since::DATE
GROUP BY candidates.policy_id, candidates.article_id;
