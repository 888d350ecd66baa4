-- Every candidate of an article, in the order of the passages.
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action, max_by(editor, sequence) AS editor
    FROM live.decisions GROUP BY candidate_id
)
SELECT
    candidates.candidate_id, candidates.policy_id, coalesce(policies.title, candidates.policy_id) AS policy_title,
    candidates.revision_id, start_offset AS start, end_offset AS end, passage, score,
    stance, direction, criterion, field, sentence_start, sentence_end, reason, candidates.terms, current,
    coalesce(state_after(said.action), if(current, 'open', 'withdrawn')) AS state,
    said.editor
FROM records.candidates
LEFT JOIN said USING (candidate_id)
LEFT JOIN records.policies ON policies.policy_id = candidates.policy_id
WHERE article_id = $article_id::UUID
ORDER BY start_offset, score DESC, candidates.candidate_id;
