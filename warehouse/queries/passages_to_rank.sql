-- What the ranking reads of these candidates ($candidate_ids).
SELECT candidates.candidate_id, candidates.policy_id, candidates.passage, candidates.field, candidates.stance, candidates.direction,
    candidates.criterion, candidates.outlet_id, candidates.score, candidates.first_made_at, candidates.announcement, revisions.title,
    day_at(revisions.published, outlets.timezone) AS published_day
FROM records.candidates
JOIN records.revisions USING (revision_id)
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id
WHERE candidate_id IN (SELECT unnest($candidate_ids::UUID[]));
