-- The cards of a policy that were accepted or rejected, in the order in which they were, each with whether anything of it is evidence.
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action, max_by(action_id, sequence) AS action_id, max(sequence) AS sequence
    FROM live.decisions GROUP BY candidate_id
)
SELECT min(said.sequence) AS sequence, bool_or(said.action = 'accept') AS accepted
FROM said JOIN records.candidates USING (candidate_id)
WHERE candidates.policy_id = $policy_id AND decided(state_after(said.action))
GROUP BY said.action_id
ORDER BY 1;
