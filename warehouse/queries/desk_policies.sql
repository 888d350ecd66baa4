-- Every tracked policy: how it stands, how much waits, how much was decided, and its newest accepted evidence.
WITH waiting AS (
    SELECT policy_id, count(*) FILTER (state = 'open') AS open, count(*) FILTER (state = 'deferred') AS deferred
    FROM live.waiting GROUP BY policy_id
),
standing AS (
    SELECT candidate_id, arg_max(action, sequence) AS action FROM live.decisions GROUP BY candidate_id
),
decided AS (
    SELECT
        candidates.policy_id, count(*) FILTER (action = 'accept') AS accepted,
        count(*) FILTER (action = 'reject') AS rejected,
        max(revisions.published) FILTER (action = 'accept') AS newest_evidence
    FROM standing JOIN records.candidates USING (candidate_id) LEFT JOIN records.revisions USING (revision_id)
    GROUP BY candidates.policy_id
)
SELECT
    policies.policy_id, policies.title, policies.promise, policies.party, policies.year, policies.source,
    policies.completion, policies.progress, policies.failure, policies.status, policies.status_date, policies.verdict,
    coalesce(waiting.open, 0) AS open, coalesce(waiting.deferred, 0) AS deferred,
    coalesce(decided.accepted, 0) AS accepted, coalesce(decided.rejected, 0) AS rejected, decided.newest_evidence
FROM records.policies
LEFT JOIN waiting USING (policy_id)
LEFT JOIN decided USING (policy_id)
WHERE policies.listed
ORDER BY policies.year DESC, policies.title
