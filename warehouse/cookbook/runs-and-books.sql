-- Do the books of the last runs balance?
-- Subject: Running
-- What each run fetched, and what became of every page.
-- Not known: what a run that was killed would have fetched.
-- $number number 20: how many runs
SELECT started_at, outlet_id, state, fetched, stored, unchanged, quarantined, dropped, pending, balanced
FROM books
ORDER BY started_at DESC NULLS LAST, outlet_id
LIMIT $number;
