-- How many candidates wait for an editor, by policy, most first.
SELECT policy_id, coalesce(policies.title, policy_id) AS title, sum(number)::BIGINT AS open
FROM live.waiting_counts LEFT JOIN records.policies USING (policy_id)
WHERE state = 'open'
GROUP BY ALL
HAVING sum(number) > 0
ORDER BY open DESC, title
