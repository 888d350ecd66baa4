-- How many passages wait, by policy, outlet, stance, direction, state, and under which filters they are the best of their cards
-- (`leads`, see the macro leads_of): those that lead under a filter are the cards under it.
SELECT policy_id, outlet_id, stance, direction, state, leads, sum(number)::BIGINT AS number
FROM live.waiting_counts
WHERE waits(state)
GROUP BY ALL
HAVING sum(number) > 0
ORDER BY ALL;
