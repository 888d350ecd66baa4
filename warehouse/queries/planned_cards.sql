-- What a plan says of these candidates ($candidate_ids): the policy, the headline, the outlet and the day.
SELECT candidates.candidate_id, candidates.policy_id, coalesce(policies.title, candidates.policy_id) AS policy_title, candidates.stance,
    candidates.direction, candidates.passage, revisions.title, day_at(revisions.published, outlets.timezone) AS published_day,
    coalesce(outlets.name, candidates.outlet_id) AS outlet_name
FROM records.candidates
JOIN records.revisions USING (revision_id)
LEFT JOIN records.policies ON policies.policy_id = candidates.policy_id
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id
WHERE candidate_id IN (SELECT unnest($candidate_ids::UUID[]));
