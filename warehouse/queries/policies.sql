-- Every policy with how many cards wait, how many were accepted, rejected and deferred, and its newest evidence.
WITH waiting AS (
    SELECT policy_id, sum(number) FILTER (state = 'open') AS open, sum(number) FILTER (state = 'deferred') AS deferred
    FROM live.waiting_counts WHERE leads_under(leads, NULL, NULL, NULL)
    GROUP BY policy_id
), said AS (
    SELECT candidate_id, max_by(action, sequence) AS action FROM live.decisions GROUP BY candidate_id
), decided AS (
    SELECT policy_id, count(*) FILTER (action = 'accept') AS accepted, count(*) FILTER (action = 'reject') AS rejected,
        max(revisions.published) FILTER (action = 'accept') AS newest_evidence
    FROM said JOIN records.candidates USING (candidate_id) JOIN records.revisions USING (revision_id)
    GROUP BY policy_id
)
SELECT
    policies.*, coalesce(waiting.open, 0)::BIGINT AS open, coalesce(waiting.deferred, 0)::BIGINT AS deferred,
    coalesce(decided.accepted, 0) AS accepted, coalesce(decided.rejected, 0) AS rejected, decided.newest_evidence
FROM policies
LEFT JOIN waiting USING (policy_id)
LEFT JOIN decided USING (policy_id)
WHERE $policy_id::VARCHAR IS NULL OR policy_id = $policy_id
ORDER BY year DESC, party, title;
