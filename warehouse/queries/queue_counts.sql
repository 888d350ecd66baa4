-- How many candidates wait, by policy, outlet, stance and state.
SELECT policy_id, outlet_id, stance, state, sum(number)::BIGINT AS number
FROM (SELECT facet, state, count(*) AS number FROM live.waiting GROUP BY facet, state)
JOIN records.facets USING (facet)
WHERE state IN ('open', 'deferred')
GROUP BY ALL
ORDER BY ALL;
