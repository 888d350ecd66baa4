-- How many candidates wait, by policy, outlet, stance and state.
WITH counted AS (
    SELECT facet, state, count(*) AS number FROM live.waiting WHERE state IN ('open', 'deferred') GROUP BY facet, state
)
SELECT facets.policy_id, facets.outlet_id, facets.stance, counted.state, counted.number
FROM counted JOIN records.facets USING (facet)
