-- The accepted candidates of a policy, the newest article first, with decisions that were just made.
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action, max_by(editor, sequence) AS editor, max_by(note, sequence) AS note,
        max_by(decided_at, sequence) AS decided_at, max_by(stance, sequence) AS stance,
        max_by(direction, sequence) AS direction, arg_max_null(quotation, sequence) AS quotation
    FROM live.decisions GROUP BY candidate_id
)
SELECT
    candidates.candidate_id, candidates.policy_id, candidates.article_id, coalesce(said.quotation.revision_id::UUID, pinned.revision_id, candidates.revision_id) AS revision_id,
    coalesce(said.stance, candidates.stance) AS stance,
    coalesce(said.direction, candidates.direction) AS direction, candidates.criterion, coalesce(said.quotation.words, pinned.passage, candidates.passage) AS passage,
    candidates.score, candidates.reason, revisions.title, revisions.url, revisions.published, day_at(revisions.published, outlets.timezone) AS published_day, revisions.wall,
    candidates.outlet_id, coalesce(outlets.name, candidates.outlet_id) AS outlet_name, said.editor, said.note, said.decided_at,
    coalesce(evidence.changed_since, false) AS changed_since, coalesce(evidence.withdrawn, false) AS withdrawn
FROM said
JOIN records.candidates USING (candidate_id)
JOIN records.revisions ON revisions.revision_id = candidates.revision_id
LEFT JOIN evidence ON evidence.candidate_id = said.candidate_id
LEFT JOIN (
    SELECT candidate_id, max_by(revision_id, sequence) AS revision_id, max_by(passage, sequence) AS passage
    FROM records.decisions WHERE action = 'accept' GROUP BY candidate_id
) AS pinned ON pinned.candidate_id = said.candidate_id
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id
WHERE said.action = 'accept' AND candidates.policy_id = $policy_id
ORDER BY revisions.published DESC NULLS LAST, candidates.candidate_id;
