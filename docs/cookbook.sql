-- Questions that analysts ask, over the views of the snapshot (docs/schema.md describes every column).
-- Generated from warehouse/cookbook by `make docs`, each with its defaults. Run one with `pledgewatch sql --cookbook NAME`,
-- all of them with `pledgewatch sql -f docs/cookbook.sql`, or paste one; the desk asks them at /ask. A test runs each.

-- How many days pass from an announcement to the first follow-up?
-- announcement-to-follow-up: An announcement is the first article that tells of a planned trust, a direction, a commissioner or new money for a council or trust. Its follow-up is the first later article that tells of a trust set up, services returned or an inspection of the same body.
-- Not known: follow-ups that nobody reported, or that an article tells of another body; where there is none, the days are those that have passed so far.
WITH told AS (
    SELECT kind, unnest(bodies) AS body, published_day, title, url FROM events WHERE published_day IS NOT NULL
), announced AS (
    SELECT body, kind, min(published_day) AS day, arg_min(title, (published_day, url)) AS title, arg_min(url, (published_day, url)) AS url
    FROM told
    WHERE kind IN ('trust planned', 'takeover or direction', 'commissioner appointed', 'funding announced')
    GROUP BY body, kind
), followed AS (
    SELECT announced.body, announced.kind, min(told.published_day) AS day,
        arg_min(told.kind, (told.published_day, told.url)) AS what, arg_min(told.url, (told.published_day, told.url)) AS url
    FROM announced JOIN told ON told.body = announced.body AND told.published_day > announced.day
    WHERE told.kind IN ('trust established', 'services returned', 'inspection published')
    GROUP BY announced.body, announced.kind
)
SELECT coalesce(councils.name, trusts.name, announced.body) AS body, announced.kind AS announced, announced.day AS announced_on,
    coalesce(followed.what, 'none so far') AS follow_up, followed.day AS followed_on,
    coalesce(followed.day, current_date::DATE) - announced.day AS days, announced.title AS title, announced.url AS url, followed.url AS follow_up_url
FROM announced LEFT JOIN followed USING (body, kind)
LEFT JOIN councils ON councils.gss = announced.body LEFT JOIN trusts ON trusts.slug = announced.body
WHERE announced.day >= '2010-01-01'::DATE
ORDER BY follow_up = 'none so far', days, body, announced;

-- What is said to happen from a day on?
-- events-ahead: Events with a date in the text, as exactly as the text names it.
-- Not known: events without a date. One that is named as a year or month alone is here as soon as it may still lie ahead.
WITH ahead AS (
    SELECT *, row_number() OVER () AS place FROM events
    WHERE CASE happens_precision WHEN 'day' THEN happens_from WHEN 'month' THEN last_day(happens_from) ELSE make_date(year(happens_from)::INTEGER, 12, 31) END >= current_date::DATE
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

-- Where do articles state another grade than Ofsted's own table?
-- grades-against-ofsted: Overall grades that a text gives as the present one, where the table holds the same inspection.
-- Not known: which of the two is right. Ofsted's table holds the latest inspection alone, and sub-judgements are not compared.
SELECT name AS council, stated_grade, ofsted_grade, published_day AS published, ofsted_published, inspected,
    round(certainty, 2) AS certainty, title, url
FROM judgements
WHERE agrees = false
ORDER BY published DESC NULLS LAST, council, url;

-- Which grades were told of a council, in order?
-- grades-over-time: Overall grades of children's services, present and former, as articles state them, each with how many articles say so.
-- Not known: when the council was inspected, where that column is empty; it is as exact as the text, 2019 or 2019-05 or a day.
SELECT name AS council, stated_grade AS grade, inspected, if(previous, 'a former grade', 'the present grade') AS told_as,
    min(published_day) AS first_told, max(published_day) AS last_told, count(DISTINCT article_id) AS articles,
    count(DISTINCT outlet_id) AS outlets, round(max(certainty), 2) AS certainty, min(url) AS url
FROM judgements
WHERE aspect = 'overall' AND (NULL IS NULL OR council = NULL OR name ILIKE NULL)
GROUP BY ALL
ORDER BY council, first_told NULLS LAST, grade, told_as, inspected;

-- Councils that were judged inadequate: what is told to have happened within two years?
-- inadequate-then: Later grades, events and trusts, counted from the day of the article that first gave the grade as the present one. A council of which nothing more was told has one row that says so.
-- Not known: what nobody reported; a grade that was out before the first article that tells it. Where the years are not over yet, "so far" is said.
WITH fell AS (
    SELECT council, any_value(name) AS name, min(published_day) AS since
    FROM judgements
    WHERE stated_grade = 'inadequate' AND aspect = 'overall' AND NOT previous AND published_day IS NOT NULL
    GROUP BY council
), chosen AS (
    SELECT *, (since + to_months((2 * 12)::INTEGER))::DATE AS ends FROM fell
    WHERE NULL IS NULL OR council = NULL OR name ILIKE NULL
), later AS (
    SELECT chosen.council, published_day, title, url, 'judged ' || stated_grade AS what, inspected AS said_of
    FROM chosen JOIN judgements USING (council)
    WHERE published_day > since AND published_day <= ends AND NOT previous AND aspect = 'overall'
    UNION ALL
    SELECT chosen.council, published_day, title, url, kind, happens
    FROM chosen JOIN events ON list_contains(bodies, chosen.council)
    WHERE published_day > since AND published_day <= ends
    UNION ALL
    SELECT chosen.council, published_day, title, url, mentions.name || ' named', NULL
    FROM chosen JOIN trust_councils ON gss = chosen.council
    JOIN mentions ON label = 'TRUST' AND identifier = trust_councils.slug
    WHERE published_day > chosen.since AND published_day <= ends
)
SELECT chosen.name AS council, since AS inadequate_told, published_day AS then_told, published_day - since AS days_after,
    coalesce(what, if(ends > current_date::DATE, 'nothing told so far', 'nothing told')) AS what, said_of, title, url
FROM chosen LEFT JOIN later USING (council)
GROUP BY ALL
ORDER BY council, then_told, what, url;

-- What happened to each children's services trust, in order?
-- trust-timeline: What the reference table holds, and what articles tell: events, and grades of the councils while it served them. A date is as exact as its source: 2019, 2019-05 or 2019-05-12.
-- Not known: the day of what articles tell without one; such rows stand on the day of the article.
WITH chosen AS (
    SELECT * FROM trusts WHERE NULL IS NULL OR slug = NULL OR name ILIKE '%' || NULL || '%'
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

-- Which children's services trusts are in the news, and for which councils?
-- trusts-in-the-news: Articles and outlets that name each trust, and the latest day.
-- Not known: trusts that a text means and does not name.
SELECT trusts.name AS trust, trusts.status AS status, list_sort(list(DISTINCT councils.name)) AS councils,
    count(DISTINCT mentions.article_id) AS articles, count(DISTINCT mentions.outlet_id) AS outlets, max(mentions.published_day) AS newest
FROM mentions
JOIN trusts ON trusts.slug = mentions.identifier
JOIN trust_councils ON trust_councils.slug = trusts.slug
JOIN councils ON councils.gss = trust_councils.gss
WHERE label = 'TRUST' AND (published_day IS NULL OR published_day >= (current_date - 365)::DATE)
GROUP BY trusts.name, trusts.status
ORDER BY articles DESC, trust;

-- Who committed how much, year by year?
-- commitments-by-giver: Commitments by giver and year of their first announcement, each counted once however often it was told. A yearly sum counts with one year.
-- Not known: the giver where no text names one, and money that was never spent. The year of an article without a date of publication.
SELECT coalesce(bodies.name, giver, 'not named') AS giver, coalesce(year(announced_day)::VARCHAR, 'not dated') AS year,
    count(*) AS commitments, round(sum(amount) / 1e6, 1) AS millions, sum(announcements)::BIGINT AS announcements
FROM commitments LEFT JOIN bodies ON bodies.identifier = giver
WHERE announced_day IS NULL OR announced_day >= (current_date - 3650)::DATE
GROUP BY ALL
ORDER BY millions DESC, giver, year;

-- Which commitments changed, or are told in two ways?
-- commitments-that-changed: Commitments with a mention that gives another sum later, or another sum on the same days, with what was said first and last.
-- Not known: why; a sum for another year or another share can read as a change.
SELECT amount / 1e6 AS first_millions, latest_amount / 1e6 AS latest_millions, changes, conflicts, giver, receiver,
    announced_day AS first_announced, outlet AS first_in, newest::DATE AS last_told, purpose, url
FROM commitments
WHERE changes + conflicts > 0 AND announced::DATE >= (current_date - 3650)::DATE
ORDER BY abs(latest_amount - amount) DESC, changes + conflicts DESC, url;

-- How much public money was named for each council, by year?
-- funding-by-council-and-year: An amount that several articles name for a council and year counts once. Pounds are sums of the least and the most that the texts allow.
-- Not known: the council of a sum, where the text names no council or trust of one as the receiver and its paragraph names no council or several; the year, where the text names none. Both are told and not guessed. Articles that round one sum differently are counted as two sums.
WITH told AS (
    SELECT funding.*, row_number() OVER () AS place FROM funding
    WHERE (published_day IS NULL OR published_day >= '2010-01-01'::DATE) AND (NULL IS NULL OR kind = NULL)
), beside AS (
    SELECT place, any_value(mentions.identifier) AS council
    FROM told JOIN mentions USING (article_id, field)
    WHERE label = 'COUNCIL' AND contains(passage, mentions.surface)
        AND abs(mentions.start_offset - told.start_offset) <= length(passage)
    GROUP BY place HAVING count(DISTINCT mentions.identifier) = 1
), served AS (
    SELECT slug, any_value(gss) AS council FROM trust_councils GROUP BY slug HAVING count(DISTINCT gss) = 1
), placed AS (
    SELECT told.*, coalesce(receivers.gss, served.council, beside.council) AS code,
        CASE WHEN receivers.gss IS NOT NULL THEN 'the text names the receiver' WHEN served.council IS NOT NULL THEN 'the text names its trust' WHEN beside.council IS NOT NULL THEN 'the only council of its paragraph' ELSE 'not known' END AS how_known
    FROM told LEFT JOIN councils AS receivers ON receivers.gss = told.receiver_id
        LEFT JOIN served ON served.slug = told.receiver_id LEFT JOIN beside USING (place)
), amounts AS (
    SELECT code, how_known, coalesce(year(starts)::VARCHAR, 'not said') AS year, kind, minimum, maximum,
        count(DISTINCT article_id) AS articles,
        min(CASE WHEN how_known LIKE 'the text names%' THEN coalesce(receiver_certainty, certainty) ELSE certainty END) AS certainty
    FROM placed GROUP BY ALL
), named AS (
    SELECT amounts.*, coalesce(councils.name, amounts.code, 'not known') AS council
    FROM amounts LEFT JOIN councils ON councils.gss = amounts.code
)
SELECT council, how_known, year, kind, count(*) AS amounts, sum(minimum) AS pounds_at_least,
    CASE WHEN count(*) = count(maximum) THEN sum(maximum) END AS pounds_at_most, -- empty where a sum has no upper end
    sum(articles)::BIGINT AS articles, round(min(certainty), 2) AS least_certainty
FROM named
WHERE NULL IS NULL OR code = NULL OR council ILIKE NULL
GROUP BY council, how_known, year, kind
ORDER BY council = 'not known', council, year = 'not said', year DESC, kind, how_known;

-- Which sums of public money of a size or more were named?
-- funding-over: Each with the words of the text, who gives and who gets it where that is said, and the years that it is for.
-- Not known: giver, receiver and years, where their columns are empty.
SELECT published_day AS published, surface AS amount, round(coalesce(maximum, minimum) / 1e6, 3) AS millions, period, kind,
    giver_name AS giver, round(giver_certainty, 2) AS giver_certainty, receiver_name AS receiver, round(receiver_certainty, 2) AS receiver_certainty,
    year(starts) AS first_year, year(ends) AS last_year, round(certainty, 2) AS certainty, passage, title, url
FROM funding
WHERE coalesce(maximum, minimum) >= 10 * 1e6 AND (published_day IS NULL OR published_day >= '2010-01-01'::DATE)
ORDER BY millions DESC, published DESC NULLS LAST, url;

-- Which money was announced again most often?
-- re-announced-commitments: Commitments that more than one story announced, with the first announcement and the latest. Copies and reports of one event are one story; shares of the money and sums that changed are no announcements.
-- Not known: announcements in outlets that are not watched; two sums are one commitment by a model that reads what stands beside them.
SELECT announcements, amount / 1e6 AS millions, period, giver, receiver, announced_day AS first_announced, outlet AS first_in,
    newest::DATE AS last_told, mentions, purpose, url
FROM commitments
WHERE announcements > 1 AND announced::DATE >= (current_date - 3650)::DATE
ORDER BY announcements DESC, mentions DESC, amount DESC, url;

-- Who gave what to whom?
-- who-gave-what-to-whom: Sums of which the text says who gives them and who gets them, by the two and by year. An amount that several articles name for the same two and the same year counts once. Savings and shortfalls have a body that bears them and nobody who gets them.
-- Not known: sums of which the text names only one of the two, or a body that is no council, trust, department or national body. The two are read by a model: the least certainty of each stands beside them. Articles that round one sum differently are counted as two sums.
WITH amounts AS (
    SELECT giver_id, any_value(giver_name) AS giver, receiver_id, any_value(receiver_name) AS receiver,
        coalesce(year(starts)::VARCHAR, 'not said') AS year, minimum, maximum, count(DISTINCT article_id) AS articles,
        min(giver_certainty) AS giver_certainty, min(receiver_certainty) AS receiver_certainty
    FROM funding
    WHERE giver_id IS NOT NULL AND receiver_id IS NOT NULL
        AND (published_day IS NULL OR published_day >= '2010-01-01'::DATE)
        AND (NULL IS NULL OR giver_id = NULL OR giver_name ILIKE NULL)
        AND (NULL IS NULL OR receiver_id = NULL OR receiver_name ILIKE NULL)
    GROUP BY giver_id, receiver_id, coalesce(year(starts)::VARCHAR, 'not said'), minimum, maximum
)
SELECT giver, receiver, year, count(*) AS amounts, sum(minimum) AS pounds_at_least,
    CASE WHEN count(*) = count(maximum) THEN sum(maximum) END AS pounds_at_most, -- empty where a sum has no upper end
    sum(articles)::BIGINT AS articles, round(min(giver_certainty), 2) AS giver_certainty, round(min(receiver_certainty), 2) AS receiver_certainty
FROM amounts
GROUP BY giver_id, giver, receiver_id, receiver, year
ORDER BY pounds_at_least DESC, giver, receiver, year;

-- What evidence contradicts the promises, this quarter?
-- contradicting-evidence: Passages that show a promise further from being kept: those that an editor accepted first, then those that wait, by policy.
-- Not known: whether a passage that waits is evidence; its score is the probability that an editor would accept it.
WITH standing AS (
    SELECT policy_id, 'accepted' AS state, published_day, stance, criterion, NULL::DOUBLE AS score, editor, title, outlet_id, url
    FROM evidence WHERE direction = 'contradicts'
    UNION ALL
    SELECT policy_id, state, published_day, stance, criterion, score, NULL, title, outlet_id, url
    FROM candidates WHERE direction = 'contradicts' AND waits(state)
)
SELECT coalesce(policies.title, policy_id) AS policy, state, published_day AS published, stance, criterion,
    round(score, 2) AS score, editor, standing.title AS title, outlet_id, url
FROM standing LEFT JOIN policies USING (policy_id)
WHERE published_day BETWEEN date_trunc('quarter', current_date)::DATE AND current_date::DATE AND (NULL IS NULL OR policy_id = NULL)
ORDER BY state <> 'accepted', policy, score DESC, published DESC, url;

-- What did each editor decide, day by day?
-- decisions-by-editor: Decisions by what was done, in UTC days.
-- Not known: who an editor is; the desk asks for a name and checks none.
SELECT decided_at::DATE AS day, editor, count(*) FILTER (action = 'accept') AS accepted,
    count(*) FILTER (action = 'reject') AS rejected, count(*) FILTER (action = 'defer') AS deferred,
    count(*) FILTER (action = 'reopen') AS reopened
FROM decisions
WHERE decided_at::DATE >= (current_date - 90)::DATE
GROUP BY ALL
ORDER BY day DESC, editor;

-- What is the evidence for a policy?
-- evidence-for-policy: What editors accepted, the newest first, with the way back to the archived page that they saw.
-- Not known: nothing is added to what was decided; a passage that the article no longer holds says so.
SELECT policy, published_day AS published, direction, stance, criterion, outlet_id, title, url, editor, decided_at::DATE AS decided, note,
    changed_since, withdrawn, warc_file, warc_offset
FROM evidence
WHERE NULL IS NULL OR policy_id = NULL
ORDER BY policy, published DESC NULLS LAST, url;

-- Which evidence no longer stands in its article?
-- evidence-that-changed: Accepted passages that the article's latest text does not hold, or whose article the outlet withdrew. The text that the editor saw is kept.
-- Not known: why it changed.
SELECT policy, title, url, editor, decided_at::DATE AS decided, changed_since, withdrawn
FROM evidence
WHERE changed_since OR withdrawn
ORDER BY decided_at DESC, url;

-- Which policies have had no evidence for a while?
-- policies-without-evidence: With the newest evidence, how much there is in all, and how many candidates wait undecided.
-- Not known: whether nothing happened or nobody reported it; the policy's page says how complete the watch was.
SELECT policies.policy_id AS policy_id, policies.title AS policy, status, max(evidence.published_day) AS newest_evidence,
    current_date::DATE - max(evidence.published_day) AS days, count(evidence.candidate_id) AS pieces,
    (SELECT count(*) FROM candidates WHERE candidates.policy_id = policies.policy_id AND state = 'open') AS waiting
FROM policies LEFT JOIN evidence USING (policy_id)
WHERE listed
GROUP BY policies.policy_id, policies.title, status
HAVING max(evidence.published_day) IS NULL OR current_date::DATE - max(evidence.published_day) > 90
ORDER BY newest_evidence NULLS FIRST, policy;

-- How does the evidence on each policy stand, quarter by quarter?
-- policy-balance: Accepted passages that advance it, contradict it, or are context, by the quarter in which their articles were published.
-- Not known: the quarter of an article without a date; candidates that nobody decided are counted in policies-without-evidence.
WITH dated AS (
    SELECT *, if(published_day IS NULL, 'not dated', year(published_day) || ' Q' || quarter(published_day)) AS quarter FROM evidence
    WHERE NULL IS NULL OR policy_id = NULL
)
SELECT policy, quarter, count(*) FILTER (direction = 'advances') AS advancing, count(*) FILTER (direction = 'contradicts') AS contradicting,
    count(*) FILTER (direction = 'context') AS of_context, count(DISTINCT outlet_id) AS outlets
FROM dated
GROUP BY policy, quarter
ORDER BY policy, quarter = 'not dated', quarter DESC;

-- How did the status of each policy change?
-- policy-statuses: Every status and verdict that a policy has had, in order.
-- Not known: the day on which it was assessed, where that column is empty; then the day on which it was loaded stands beside it.
SELECT coalesce(policies.title, policy_id) AS policy, policy_statuses.status AS status, policy_statuses.status_date AS assessed,
    loaded_at::DATE AS loaded, policy_statuses.verdict AS verdict
FROM policy_statuses LEFT JOIN policies USING (policy_id)
WHERE NULL IS NULL OR policy_id = NULL
ORDER BY policy, loaded_at;

-- Which stories contradict a promise, and who else reports them?
-- stories-that-contradict: Stories with a passage that shows a policy further from being kept, accepted or not yet decided, with what else the story's passages say of that policy.
-- Not known: whether a passage that nobody has decided is evidence.
SELECT coalesce(policies.title, policy_id) AS policy, stories.title AS story, stories.began::DATE AS began,
    count(*) FILTER (direction = 'contradicts') AS contradicting, count(*) FILTER (direction = 'advances') AS advancing,
    count(*) FILTER (state = 'accepted') AS accepted, any_value(stories.outlets) AS outlets, any_value(stories.independent) AS independent,
    any_value(stories.url) AS url
FROM candidates JOIN stories USING (story_id) LEFT JOIN policies USING (policy_id)
WHERE state <> 'rejected' AND state <> 'withdrawn' AND stories.began::DATE >= (current_date - 365)::DATE AND (NULL IS NULL OR policy_id = NULL)
GROUP BY policies.title, policy_id, story_id, stories.title, stories.began
HAVING count(*) FILTER (direction = 'contradicts') > 0
ORDER BY independent DESC, contradicting DESC, began DESC, policy, url;

-- Which councils were covered most?
-- councils-covered-most: Articles that name a council, how often, and in how many outlets. An article without a date counts on the day on which it was first seen.
-- Not known: councils that an article means and does not name.
SELECT name AS council, any_value(region) AS region, count(*) AS articles, sum(mentions)::BIGINT AS mentions,
    count(DISTINCT outlet_id) AS outlets
FROM coverage
WHERE dated::DATE BETWEEN (current_date - 365)::DATE AND current_date::DATE
GROUP BY council, name
ORDER BY articles DESC, name;

-- Which councils are named together most often?
-- councils-named-together: Pairs of councils in one article, with the number of articles and outlets and the latest day. "Of either" is the share of the articles that name at least one of the two.
-- Not known: why they are named together; a list of places is a pair like any other.
WITH seen AS (
    SELECT DISTINCT article_id, outlet_id, council, name, dated::DATE AS day FROM coverage WHERE dated::DATE >= (current_date - 365)::DATE
), alone AS (
    SELECT council, count(*) AS articles FROM seen GROUP BY council
)
SELECT one.name AS council, other.name AS and_council, count(*) AS articles, count(DISTINCT one.outlet_id) AS outlets,
    round(100.0 * count(*) / (any_value(of_one.articles) + any_value(of_other.articles) - count(*)), 1) AS percent_of_either, max(one.day) AS latest
FROM seen AS one JOIN seen AS other ON other.article_id = one.article_id AND other.council > one.council
JOIN alone AS of_one ON of_one.council = one.council JOIN alone AS of_other ON of_other.council = other.council
GROUP BY one.council, one.name, other.council, other.name
HAVING count(*) >= 2
ORDER BY articles DESC, council, and_council;

-- What share of the coverage does each outlet have, month by month?
-- coverage-share: Articles of each outlet among all articles of the month, and among those that name a council.
-- Not known: the month of an article without a date of publication; these have a row of their own. A month in which an outlet could not be crawled looks like one in which it wrote nothing: see quiet-outlets.
WITH dated AS (
    SELECT article_id, outlet, coalesce(strftime(published_day, '%Y-%m'), 'not dated') AS month
    FROM articles WHERE published_day IS NULL OR published_day >= (current_date - 365)::DATE
), naming AS (
    SELECT DISTINCT article_id FROM coverage
)
SELECT month, outlet, count(*) AS articles, round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY month), 1) AS percent,
    count(naming.article_id) AS naming_a_council,
    round(100.0 * count(naming.article_id) / nullif(sum(count(naming.article_id)) OVER (PARTITION BY month), 0), 1) AS percent_of_those
FROM dated LEFT JOIN naming USING (article_id)
GROUP BY month, outlet
ORDER BY month = 'not dated', month DESC, articles DESC, outlet;

-- Which articles were edited or withdrawn after they were first seen?
-- edited-or-withdrawn: With the number of texts that each has had and the outlet's own corrections.
-- Not known: edits between two captures, and those before the first.
SELECT outlet, title, url, published_day AS published, texts, corrections, status, coalesce(status_since, last_captured_at)::DATE AS last_changed
FROM articles
WHERE (edited OR status = 'withdrawn') AND coalesce(status_since, last_captured_at)::DATE >= (current_date - 365)::DATE
ORDER BY last_changed DESC, url;

-- What did nobody report?
-- reported-by-nobody: Councils with children's services that no article names, reports of Ofsted after which no article gave the grade, and policies without any passage put forward, since a day.
-- Not known: what outlets that are not watched reported, and what stood in pages that could not be read. "Outlet days not seen" says how many days of watched outlets since then were broken or not crawled: where it is not 0, silence is no proof, nor is it before the day since which outlets are watched.
WITH gaps AS (
    SELECT count(*) AS days FROM outlet_days WHERE day >= (current_date - 365)::DATE AND state IN ('broken', 'not crawled')
), watched AS (
    SELECT min(day) AS since FROM outlet_days
), silent AS (
    SELECT 'council' AS kind, councils.name AS what, 'named by no article' AS not_reported, (SELECT max(published_day) FROM coverage WHERE coverage.council = gss) AS last_reported
    FROM councils
    WHERE current AND childrens_services AND nation = 'England'
        AND NOT EXISTS (SELECT 1 FROM coverage WHERE coverage.council = gss AND dated::DATE >= (current_date - 365)::DATE)
    UNION ALL
    SELECT 'inspection', ofsted.name, 'graded ' || coalesce(ofsted.grade, 'with no overall grade') || ' on ' || strftime(ofsted.published, '%Y-%m-%d') || ', and no article gave a present grade after it',
        (SELECT max(published_day) FROM judgements WHERE judgements.council = ofsted.council AND NOT previous)
    FROM ofsted_outcomes AS ofsted
    WHERE ofsted.published >= (current_date - 365)::DATE
        AND NOT EXISTS (SELECT 1 FROM judgements WHERE judgements.council = ofsted.council AND NOT previous AND published_day >= ofsted.published)
    UNION ALL
    SELECT 'policy', policies.title, 'no passage put forward', (SELECT max(published_day) FROM candidates WHERE candidates.policy_id = policies.policy_id)
    FROM policies
    WHERE listed AND NOT EXISTS (SELECT 1 FROM candidates WHERE candidates.policy_id = policies.policy_id AND published_day >= (current_date - 365)::DATE)
)
SELECT kind, what, not_reported, last_reported, gaps.days AS outlet_days_not_seen, watched.since AS watched_since
FROM silent, gaps, watched
ORDER BY kind, what;

-- How many independent sources did each story have?
-- sources-of-stories: Stories with more than one article: outlets in all, those that wrote on their own, copies, and rewrites of one release.
-- Not known: whether two outlets that wrote on their own had the same informant.
SELECT title, outlet AS first_in, began::DATE AS began, articles, outlets, independent, copies, rewrites, url
FROM stories
WHERE articles > 1 AND began::DATE >= (current_date - 365)::DATE
ORDER BY independent DESC, outlets DESC, began DESC, url;

-- How much of each outlet stands behind a wall?
-- walls-by-outlet: Articles that a reader without an account could not read whole, and how long the texts are that are held.
-- Not known: what stands behind the wall.
SELECT outlet, count(*) AS articles, count(*) FILTER (wall <> 'open') AS walled,
    round(100.0 * count(*) FILTER (wall <> 'open') / count(*), 1) AS percent, round(median(characters)) AS median_characters
FROM articles
GROUP BY ALL
ORDER BY percent DESC, outlet;

-- Which outlets have gone quiet?
-- quiet-outlets: Watched outlets with fewer than half of the articles of a week that their last four weeks let expect, and what the last run said.
-- Not known: why, where the state is empty; docs/silence.md says how a broken outlet is told from a quiet one.
SELECT name AS outlet, state, articles_week, articles_month, newest_article::DATE AS newest_article, last_success, run_detail
FROM outlet_health
WHERE enabled AND articles_week < articles_month / 4.0 / 2
ORDER BY newest_article NULLS FIRST, outlet;

-- Do the books of the last runs balance?
-- runs-and-books: What each run fetched, and what became of every page.
-- Not known: what a run that was killed would have fetched.
SELECT started_at, outlet_id, state, fetched, stored, unchanged, quarantined, dropped, pending, balanced
FROM books
ORDER BY started_at DESC NULLS LAST, outlet_id
LIMIT 20;
