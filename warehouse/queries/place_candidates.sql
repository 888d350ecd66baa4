-- Per policy, how many passages of articles that name any of $bodies wait, are deferred, accepted and rejected, with decisions that were just made.
WITH naming AS (
    SELECT revision_id FROM records.taggings WHERE list_has_any([each.identifier FOR each IN mentions], $bodies::VARCHAR[])
), said AS (
    SELECT candidate_id, max_by(action, sequence) AS action FROM live.decisions GROUP BY candidate_id
)
SELECT candidates.policy_id, coalesce(any_value(policies.title), candidates.policy_id) AS title, count(*) FILTER (waiting.state = 'open') AS open,
    count(*) FILTER (waiting.state = 'deferred') AS deferred, count(*) FILTER (action = 'accept') AS accepted, count(*) FILTER (action = 'reject') AS rejected
FROM records.candidates SEMI JOIN naming USING (revision_id)
LEFT JOIN said USING (candidate_id)
LEFT JOIN live.waiting AS waiting USING (candidate_id)
LEFT JOIN records.policies ON policies.policy_id = candidates.policy_id
GROUP BY candidates.policy_id
HAVING count(*) FILTER (waiting.state IN ('open', 'deferred') OR action IN ('accept', 'reject')) > 0
ORDER BY accepted DESC, open DESC, title
