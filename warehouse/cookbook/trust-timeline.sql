-- What happened to each children's services trust, in order?
-- Subject: Councils and trusts
-- What the reference table holds, and what articles tell: events, and grades of the councils while it served them. A date is as exact as its source: 2019, 2019-05 or 2019-05-12.
-- Not known: the day of what articles tell without one; such rows stand on the day of the article.
-- $trust text : a trust's name or slug; empty for all
WITH chosen AS (
    SELECT * FROM trusts WHERE $trust IS NULL OR slug = $trust OR name ILIKE '%' || $trust || '%'
), told AS (
    SELECT slug, started AS happened, NULL::DATE AS published_day, 'began' AS what, 'reference table' AS source, NULL AS title, list_extract(sources, 1) AS url FROM chosen WHERE started IS NOT NULL
    UNION ALL
    SELECT slug, ended, NULL, 'ended', 'reference table', NULL, list_extract(sources, 1) FROM chosen WHERE ended IS NOT NULL
    UNION ALL
    SELECT slug, strftime(served.since, '%Y-%m-%d'), NULL, 'began to serve ' || councils.name, 'reference table', NULL, NULL
    FROM chosen JOIN trust_councils AS served USING (slug) JOIN councils USING (gss) WHERE served.since IS NOT NULL
    UNION ALL
    SELECT slug, strftime(served.until, '%Y-%m-%d'), NULL, 'no longer served ' || councils.name, 'reference table', NULL, NULL
    FROM chosen JOIN trust_councils AS served USING (slug) JOIN councils USING (gss) WHERE served.until IS NOT NULL
    UNION ALL
    SELECT slug, happens, published_day, events.kind, outlet_id, title, events.url FROM chosen JOIN events ON list_contains(bodies, slug)
    UNION ALL
    SELECT slug, inspected, published_day, judgements.name || ' judged ' || stated_grade, outlet_id, title, judgements.url
    FROM chosen JOIN trust_councils AS served USING (slug) JOIN judgements ON judgements.council = served.gss
    WHERE NOT previous AND aspect = 'overall' AND year(published_day)::VARCHAR >= coalesce(left(chosen.started, 4), '9999')
        AND (chosen.ended IS NULL OR year(published_day)::VARCHAR <= left(chosen.ended, 4))
)
SELECT chosen.name AS trust, coalesce(happened, strftime(published_day, '%Y-%m-%d')) AS on_day,
    if(happened IS NULL, 'the article', 'its source') AS day_from, what, source, published_day AS told, told.title AS title, told.url AS url
FROM told JOIN chosen USING (slug)
GROUP BY ALL
ORDER BY trust, on_day NULLS LAST, what, url;
