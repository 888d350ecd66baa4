-- How many candidates stand decided, by policy, outlet, stance and direction as decided, and state.
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action, max_by(stance, sequence) AS stance,
        max_by(direction, sequence) AS direction
    FROM live.decisions GROUP BY candidate_id
)
SELECT policy_id, outlet_id, said.stance, said.direction, state_after(action) AS state,
    count(*) AS number
FROM said JOIN records.candidates USING (candidate_id)
WHERE decided(state_after(action))
GROUP BY ALL
ORDER BY ALL;
