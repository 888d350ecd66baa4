-- What did each editor decide, day by day?
-- Subject: Policies and evidence
-- Decisions by what was done, in UTC days.
-- Not known: who an editor is; the desk asks for a name and checks none.
-- $since day -90: the first day
SELECT decided_at::DATE AS day, editor, count(*) FILTER (action = 'accept') AS accepted,
    count(*) FILTER (action = 'reject') AS rejected, count(*) FILTER (action = 'defer') AS deferred,
    count(*) FILTER (action = 'reopen') AS reopened
FROM decisions
WHERE decided_at::DATE >= $since::DATE
GROUP BY ALL
ORDER BY day DESC, editor;
