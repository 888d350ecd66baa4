-- Which children's services trusts are in the news, and for which councils?
-- Subject: Councils and trusts
-- Articles and outlets that name each trust, and the latest day.
-- Not known: trusts that a text means and does not name.
-- $since day -365: the first day of publication; articles without a date are kept
SELECT trusts.name AS trust, trusts.status AS status, list_sort(list(DISTINCT councils.name)) AS councils,
    count(DISTINCT mentions.article_id) AS articles, count(DISTINCT mentions.outlet_id) AS outlets, max(mentions.published_day) AS newest
FROM mentions
JOIN trusts ON trusts.slug = mentions.identifier
JOIN trust_councils ON trust_councils.slug = trusts.slug
JOIN councils ON councils.gss = trust_councils.gss
WHERE label = 'TRUST' AND (published_day IS NULL OR published_day >= $since::DATE)
GROUP BY trusts.name, trusts.status
ORDER BY articles DESC, trust;
