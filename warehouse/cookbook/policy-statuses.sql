-- How did the status of each policy change?
-- Subject: Policies and evidence
-- Every status and verdict that a policy has had, in order.
-- Not known: the day on which it was assessed, where that column is empty; then the day on which it was loaded stands beside it.
-- $policy text : a policy's identifier; empty for all
SELECT coalesce(policies.title, policy_id) AS policy, policy_statuses.status AS status, policy_statuses.status_date AS assessed,
    loaded_at::DATE AS loaded, policy_statuses.verdict AS verdict
FROM policy_statuses LEFT JOIN policies USING (policy_id)
WHERE $policy IS NULL OR policy_id = $policy
ORDER BY policy, loaded_at;
