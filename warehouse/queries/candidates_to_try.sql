-- What stands as candidates of some policies ($policy_ids) in articles since a day ($since): the best of each article and policy.
SELECT candidates.policy_id, candidates.article_id, arg_max(candidates.direction, candidates.score) AS direction,
    max(candidates.score) AS score, any_value(revisions.title) AS title
FROM records.candidates
JOIN records.revisions USING (revision_id)
JOIN records.articles ON articles.article_id = candidates.article_id
WHERE candidates.current AND list_contains($policy_ids::VARCHAR[], candidates.policy_id)
    AND coalesce(revisions.published, articles.first_seen_at) >= $since::DATE
GROUP BY candidates.policy_id, candidates.article_id;
