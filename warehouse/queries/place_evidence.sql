-- The accepted passages of articles that name any of $bodies, the newest article first, $number of them.
WITH accepted AS (
    SELECT candidate_id, max_by(stance, sequence) AS stance, max_by(direction, sequence) AS direction, arg_max_null(quotation, sequence) AS quotation FROM live.decisions
    GROUP BY candidate_id HAVING max_by(action, sequence) = 'accept'
)
SELECT candidate_id, policy_id, coalesce(policies.title, policy_id) AS policy_title, coalesce(accepted.stance, candidates.stance) AS stance,
    coalesce(accepted.direction, candidates.direction) AS direction, coalesce(accepted.quotation.words, candidates.passage) AS passage, candidates.article_id, revisions.title,
    coalesce(outlets.name, candidates.outlet_id) AS outlet_name, day_at(revisions.published, outlets.timezone) AS published_day
FROM accepted JOIN records.candidates USING (candidate_id)
SEMI JOIN (
    SELECT revision_id FROM records.taggings WHERE list_has_any([each.identifier FOR each IN mentions], $bodies::VARCHAR[])
) AS naming USING (revision_id)
JOIN records.revisions USING (revision_id)
LEFT JOIN records.policies USING (policy_id)
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id
ORDER BY revisions.published DESC NULLS LAST, candidate_id
LIMIT $number
