-- All that was put forward from one article, the strongest first, with the decision that stands.
WITH latest AS (
    SELECT candidate_id, arg_max(action, sequence) AS action, arg_max(editor, sequence) AS editor
    FROM live.decisions
    WHERE candidate_id IN (SELECT candidate_id FROM records.candidates WHERE article_id = $article_id::UUID)
    GROUP BY candidate_id
)
SELECT
    candidates.candidate_id, candidates.policy_id, coalesce(policies.title, candidates.policy_id) AS policy_title,
    candidates.stance, candidates.score,
    CASE latest.action
        WHEN 'accept' THEN 'accepted' WHEN 'reject' THEN 'rejected' WHEN 'defer' THEN 'deferred'
        ELSE if(candidates.current, 'open', 'superseded')
    END AS state,
    if(latest.action = 'reopen', NULL, latest.editor) AS editor
FROM records.candidates
LEFT JOIN latest USING (candidate_id)
LEFT JOIN records.policies USING (policy_id)
WHERE candidates.article_id = $article_id::UUID
ORDER BY candidates.score DESC, candidates.candidate_id
