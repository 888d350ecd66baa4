-- The day of publication of the newest accepted passage of a policy; none where nothing is accepted.
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action, max_by(revision_id, sequence) AS revision_id
    FROM records.decisions WHERE policy_id = $policy_id::VARCHAR GROUP BY candidate_id
)
SELECT max(day_at(revisions.published, outlets.timezone)) AS newest
FROM said JOIN records.revisions USING (revision_id) LEFT JOIN records.outlets USING (outlet_id)
WHERE action = 'accept';
