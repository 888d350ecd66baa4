-- Per two editors: on how many passages both decided, whatever stands now, and how they decided there. What an editor said last counts.
WITH last_word AS (
    SELECT candidate_id, editor, max_by(action, sequence) AS action FROM live.decisions WHERE action IN ('accept', 'reject') GROUP BY ALL
)
SELECT one.editor AS editor, other.editor AS other, count(*) AS passages, count(*) FILTER (one.action = other.action) AS agreed,
    count(*) FILTER (one.action = 'accept') AS accepted_by_one, count(*) FILTER (other.action = 'accept') AS accepted_by_other
FROM last_word AS one JOIN last_word AS other ON other.candidate_id = one.candidate_id AND one.editor < other.editor
GROUP BY ALL
ORDER BY passages DESC, editor, other
