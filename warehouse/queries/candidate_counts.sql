-- How many candidates wait for an editor, by policy, most first.
SELECT policy_id, coalesce(policies.title, policy_id) AS title, count(*) AS open
FROM live.waiting LEFT JOIN records.policies USING (policy_id)
WHERE state = 'open'
GROUP BY ALL
ORDER BY open DESC, title
