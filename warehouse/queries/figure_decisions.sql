-- Per editor and day since $since: decisions, those on one card counted once, and the hours of the day in which there were any.
SELECT editor, day_at(decided_at, 'Europe/London') AS day, count(DISTINCT action_id) AS decisions,
    count(DISTINCT action_id) FILTER (action = 'accept') AS accepted, count(DISTINCT action_id) FILTER (action = 'reject') AS rejected,
    count(DISTINCT action_id) FILTER (action = 'defer') AS deferred, count(DISTINCT action_id) FILTER (action = 'reopen') AS reopened,
    count(DISTINCT date_trunc('hour', decided_at)) AS hours
FROM live.decisions WHERE day_at(decided_at, 'Europe/London') >= $since::DATE
GROUP BY ALL
ORDER BY day DESC, editor
