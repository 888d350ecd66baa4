-- How many candidates wait for an editor, and on how many cards, by policy, most first.
SELECT policy_id, coalesce(policies.title, policy_id) AS title, sum(number)::BIGINT AS open,
    coalesce(sum(number) FILTER (leads_under(leads, NULL, NULL, NULL)), 0)::BIGINT AS cards
FROM live.waiting_counts LEFT JOIN records.policies USING (policy_id)
WHERE state = 'open'
GROUP BY ALL
HAVING sum(number) > 0
ORDER BY open DESC, title
