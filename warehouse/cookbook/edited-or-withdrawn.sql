-- Which articles were edited or withdrawn after they were first seen?
-- Subject: Coverage
-- With the number of texts that each has had and the outlet's own corrections.
-- Not known: edits between two captures, and those before the first.
-- $since day -365: changes on this day or later
SELECT outlet, title, url, published_day AS published, texts, corrections, status, coalesce(status_since, last_captured_at)::DATE AS last_changed
FROM articles
WHERE (edited OR status = 'withdrawn') AND coalesce(status_since, last_captured_at)::DATE >= $since::DATE
ORDER BY last_changed DESC, url;
