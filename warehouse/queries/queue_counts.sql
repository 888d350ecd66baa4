-- How many candidates wait, by policy, outlet, stance, direction and state.
SELECT policy_id, outlet_id, stance, direction, state, sum(number)::BIGINT AS number
FROM live.waiting_counts
WHERE waits(state)
GROUP BY ALL
HAVING sum(number) > 0
ORDER BY ALL;
