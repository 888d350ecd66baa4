-- How much public money was named for each council, by year?
-- Subject: Money
-- An amount that several articles name for a council and year counts once. Pounds are sums of the least and the most that the texts allow.
-- Not known: the council of a sum, where the text names no council or trust of one as the receiver and its paragraph names no council or several; the year, where the text names none. Both are told and not guessed. Articles that round one sum differently are counted as two sums.
-- $council text : a council's name or GSS code; empty for all
-- $kind text : allocation, saving, gap, spend or other; empty for all
-- $since day 2010-01-01: articles published on this day or later; those without a date are kept
WITH told AS (
    SELECT funding.*, row_number() OVER () AS place FROM funding
    WHERE (published_day IS NULL OR published_day >= $since::DATE) AND ($kind IS NULL OR kind = $kind)
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
WHERE $council IS NULL OR code = $council OR council ILIKE $council
GROUP BY council, how_known, year, kind
ORDER BY council = 'not known', council, year = 'not said', year DESC, kind, how_known;
