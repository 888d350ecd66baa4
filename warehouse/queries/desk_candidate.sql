-- One candidate with its text, its policy and the decision that stands.
WITH latest AS (
    SELECT action, editor, note, reject_reason, decided_at, stance FROM live.decisions
    WHERE candidate_id = $candidate_id::UUID ORDER BY sequence DESC LIMIT 1
)
SELECT
    candidates.candidate_id, candidates.policy_id, candidates.article_id, candidates.revision_id, candidates.outlet_id,
    coalesce(outlets.name, candidates.outlet_id) AS outlet_name,
    candidates.start_offset AS "start", candidates.end_offset AS "end", candidates.score,
    coalesce(if(latest.action = 'accept', latest.stance, NULL), candidates.stance) AS stance,
    candidates.reason, candidates.terms, candidates.matcher, candidates.current,
    revisions.url, revisions.title, revisions.published, revisions.wall, revisions.wall_reason, revisions.confidence,
    revisions.reasons, revisions.text,
    coalesce(policies.title, candidates.policy_id) AS policy_title, coalesce(policies.party, '') AS party, policies.year,
    coalesce(policies.promise, '') AS promise, policies.completion, policies.progress, policies.failure,
    CASE latest.action
        WHEN 'accept' THEN 'accepted' WHEN 'reject' THEN 'rejected' WHEN 'defer' THEN 'deferred'
        ELSE if(candidates.current, 'open', 'superseded')
    END AS state,
    latest.editor, latest.note, latest.reject_reason AS decision_reason, latest.decided_at
FROM records.candidates
JOIN records.revisions USING (revision_id)
LEFT JOIN records.policies USING (policy_id)
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id
LEFT JOIN latest ON true
WHERE candidates.candidate_id = $candidate_id::UUID
