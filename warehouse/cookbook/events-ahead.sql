-- What is said to happen from a day on?
-- Subject: Councils and trusts
-- Events with a date in the text, as exactly as the text names it.
-- Not known: events without a date. One that is named as a year or month alone is here as soon as it may still lie ahead.
-- $today day today: the day from which to look ahead
WITH ahead AS (
    SELECT *, row_number() OVER () AS place FROM events
    WHERE CASE happens_precision WHEN 'day' THEN happens_from WHEN 'month' THEN last_day(happens_from) ELSE make_date(year(happens_from)::INTEGER, 12, 31) END >= $today::DATE
), concerned AS (
    SELECT place, unnest(bodies) AS body FROM ahead
)
SELECT happens, any_value(happens_precision) AS how_exactly, ahead.kind AS kind,
    list_sort(list(DISTINCT coalesce(councils.name, trusts.name, body)) FILTER (body IS NOT NULL)) AS bodies,
    any_value(published_day) AS told, round(max(certainty), 2) AS certainty, any_value(title) AS title, ahead.url AS url
FROM ahead LEFT JOIN concerned USING (place)
LEFT JOIN councils ON councils.gss = body LEFT JOIN trusts ON trusts.slug = body
GROUP BY place, happens, ahead.kind, ahead.url
ORDER BY happens, ahead.kind, ahead.url;
