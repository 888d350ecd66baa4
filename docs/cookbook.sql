-- Questions that analysts ask, over the views of the snapshot (docs/schema.md describes every column).
-- Run all of them with `pledgewatch sql -f docs/cookbook.sql`, or paste one; a test runs each.

-- Which councils were covered most in the last year?
SELECT name AS council, region, count(*) AS articles, sum(mentions) AS mentions, count(DISTINCT outlet_id) AS outlets
FROM coverage
WHERE dated >= now() - INTERVAL 1 YEAR
GROUP BY ALL
ORDER BY articles DESC, council
LIMIT 30;

-- Every funding figure over £10m, with the passage that it stands in
SELECT published_day AS published, surface AS amount, maximum / 1e6 AS millions, period, kind, passage, title, url
FROM funding
WHERE coalesce(maximum, minimum) >= 10e6
ORDER BY coalesce(maximum, minimum) DESC, published DESC;

-- Councils that were judged inadequate, and what articles say happened to them next
WITH fell AS (
    SELECT council, name, min(published_day) AS since
    FROM judgements
    WHERE stated_grade = 'inadequate' AND aspect = 'overall' AND NOT previous
    GROUP BY ALL
), later AS (
    SELECT fell.council, happened.published_day, happened.title, happened.url, 'judged ' || happened.stated_grade AS what
    FROM fell JOIN judgements AS happened USING (council)
    WHERE happened.published_day > fell.since AND NOT happened.previous AND happened.aspect = 'overall'
    UNION ALL
    SELECT fell.council, happened.published_day, happened.title, happened.url, happened.kind
    FROM fell JOIN events AS happened ON list_contains(happened.bodies, fell.council)
    WHERE happened.published_day > fell.since
    UNION ALL
    SELECT fell.council, happened.published_day, happened.title, happened.url, happened.name || ' named in an article on ' || fell.name
    FROM fell
    JOIN trust_councils ON trust_councils.gss = fell.council
    JOIN mentions AS happened ON happened.label = 'TRUST' AND happened.identifier = trust_councils.slug
    WHERE happened.published_day > fell.since
)
SELECT fell.name AS council, fell.since::DATE AS inadequate_since, later.published_day AS then_on, later.what, later.title, later.url
FROM fell LEFT JOIN later USING (council)
ORDER BY council, then_on;

-- Policies with no evidence for 90 days
SELECT policies.policy_id, policies.title, status, max(evidence.published_day) AS newest_evidence,
    count(evidence.candidate_id) AS pieces,
    (SELECT count(*) FROM candidates WHERE candidates.policy_id = policies.policy_id AND state = 'open') AS waiting
FROM policies LEFT JOIN evidence USING (policy_id)
WHERE listed
GROUP BY ALL
HAVING max(evidence.published_day) IS NULL OR max(evidence.published_day) < now() - INTERVAL 90 DAYS
ORDER BY newest_evidence NULLS FIRST, policies.title;

-- Grades that articles state, against Ofsted's own table
SELECT name AS council, stated_grade, ofsted_grade, published_day AS published, ofsted_published, passage, url
FROM judgements
WHERE agrees = false
ORDER BY published DESC, council;

-- Outlets that have gone quiet: fewer than half of the articles in the last week that their last four weeks let expect
SELECT name AS outlet, state, articles_week, articles_month, newest_article::DATE AS newest_article, last_success, run_detail
FROM outlet_health
WHERE enabled AND articles_week < articles_month / 4.0 / 2
ORDER BY newest_article NULLS FIRST, outlet;

-- Which children's services trusts are in the news, and for which councils
SELECT trusts.name AS trust, trusts.status, list_sort(list(DISTINCT councils.name)) AS councils,
    count(DISTINCT mentions.article_id) AS articles, max(mentions.published_day) AS newest
FROM mentions
JOIN trusts ON trusts.slug = mentions.identifier
JOIN trust_councils ON trust_councils.slug = trusts.slug
JOIN councils ON councils.gss = trust_councils.gss
WHERE label = 'TRUST'
GROUP BY ALL
ORDER BY articles DESC, trust;

-- Decisions by editor and day
SELECT decided_at::DATE AS day, editor, count(*) FILTER (action = 'accept') AS accepted,
    count(*) FILTER (action = 'reject') AS rejected, count(*) FILTER (action = 'defer') AS deferred,
    count(*) FILTER (action = 'reopen') AS reopened
FROM decisions
GROUP BY ALL
ORDER BY day DESC, editor;

-- How much of each outlet stands behind a wall
SELECT outlet, count(*) AS articles, count(*) FILTER (wall <> 'open') AS walled,
    round(100.0 * count(*) FILTER (wall <> 'open') / count(*), 1) AS percent, round(median(characters)) AS median_characters
FROM articles
GROUP BY ALL
ORDER BY percent DESC, outlet;

-- Articles that were edited or withdrawn after they were first seen
SELECT outlet, title, url, published_day AS published, texts, corrections, status, last_captured_at::DATE AS last_changed
FROM articles
WHERE edited OR status = 'withdrawn'
ORDER BY last_captured_at DESC;

-- Evidence that no longer stands in its article
SELECT policy, title, url, editor, decided_at::DATE AS decided, passage, changed_since, withdrawn
FROM evidence
WHERE changed_since OR withdrawn
ORDER BY decided_at DESC;

-- The books of the last twenty runs
SELECT started_at, outlet_id, state, fetched, stored, unchanged, quarantined, dropped, pending, balanced
FROM books
ORDER BY started_at DESC
LIMIT 20;
