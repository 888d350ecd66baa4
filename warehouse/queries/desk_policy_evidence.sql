-- The accepted evidence of one policy, the newest first: the passage as it stood when it was accepted.
WITH standing AS (
    SELECT decisions.* FROM live.decisions
    WHERE candidate_id IN (SELECT candidate_id FROM records.candidates WHERE policy_id = $policy_id::VARCHAR)
    QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY sequence DESC) = 1 AND action = 'accept'
),
pinned AS (
    SELECT decision_id, revision_id, passage FROM records.decisions
    WHERE decision_id IN (SELECT decision_id FROM standing)
)
SELECT
    standing.candidate_id, candidates.article_id, coalesce(pinned.passage, candidates.passage) AS passage,
    coalesce(standing.stance, candidates.stance) AS stance, standing.editor, standing.decided_at, standing.note,
    coalesce(outlets.name, candidates.outlet_id) AS outlet_name, revisions.title, revisions.url, revisions.published,
    revisions.wall
FROM standing
JOIN records.candidates USING (candidate_id)
LEFT JOIN pinned USING (decision_id)
LEFT JOIN records.revisions ON revisions.revision_id = coalesce(pinned.revision_id, candidates.revision_id)
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id
ORDER BY revisions.published DESC NULLS LAST, standing.sequence DESC
