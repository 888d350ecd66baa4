-- The policy and the stance of each of these candidates.
SELECT candidate_id, policy_id, stance, direction FROM records.candidates
WHERE candidate_id IN (SELECT unnest($candidate_ids::UUID[]))
