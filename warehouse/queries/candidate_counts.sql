-- How many candidates wait for each policy, the most first.
WITH waiting AS (
    SELECT policy_id, sum(number)::BIGINT AS open
    FROM (SELECT facet, count(*) AS number FROM live.waiting WHERE state = 'open' GROUP BY facet) JOIN records.facets USING (facet)
    GROUP BY policy_id
)
SELECT coalesce(policies.policy_id, waiting.policy_id) AS policy_id,
    coalesce(policies.title, waiting.policy_id) AS title, coalesce(waiting.open, 0) AS open
FROM (SELECT * FROM records.policies WHERE listed) AS policies FULL JOIN waiting USING (policy_id)
ORDER BY open DESC, title;
