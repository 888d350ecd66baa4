-- Councils that were judged inadequate: what is told to have happened within two years?
-- Subject: Councils and trusts
-- Later grades, events and trusts, counted from the day of the article that first gave the grade as the present one. A council of which nothing more was told has one row that says so.
-- Not known: what nobody reported; a grade that was out before the first article that tells it. Where the years are not over yet, "so far" is said.
-- $years number 2: how long to look
-- $council text : a council's name or GSS code; empty for all
-- $today day today: the day from which to look back
WITH fell AS (
    SELECT council, any_value(name) AS name, min(published_day) AS since
    FROM judgements
    WHERE stated_grade = 'inadequate' AND aspect = 'overall' AND NOT previous AND published_day IS NOT NULL
    GROUP BY council
), chosen AS (
    SELECT *, (since + to_months(($years * 12)::INTEGER))::DATE AS ends FROM fell
    WHERE $council IS NULL OR council = $council OR name ILIKE $council
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
    coalesce(what, if(ends > $today::DATE, 'nothing told so far', 'nothing told')) AS what, said_of, title, url
FROM chosen LEFT JOIN later USING (council)
GROUP BY ALL
ORDER BY council, then_told, what, url;
