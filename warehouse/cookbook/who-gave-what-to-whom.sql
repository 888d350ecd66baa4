-- Who gave what to whom?
-- Subject: Money
-- Sums of which the text says who gives them and who gets them, by the two and by year. An amount that several articles name for the same two and the same year counts once. Savings and shortfalls have a body that bears them and nobody who gets them.
-- Not known: sums of which the text names only one of the two, or a body that is no council, trust, department or national body. The two are read by a model: the least certainty of each stands beside them. Articles that round one sum differently are counted as two sums.
-- $giver text : a council's, trust's or department's name, code or slug; empty for all
-- $receiver text : the same of who gets it
-- $since day 2010-01-01: articles published on this day or later; those without a date are kept
WITH amounts AS (
    SELECT giver_id, any_value(giver_name) AS giver, receiver_id, any_value(receiver_name) AS receiver,
        coalesce(year(starts)::VARCHAR, 'not said') AS year, minimum, maximum, count(DISTINCT article_id) AS articles,
        min(giver_certainty) AS giver_certainty, min(receiver_certainty) AS receiver_certainty
    FROM funding
    WHERE giver_id IS NOT NULL AND receiver_id IS NOT NULL
        AND (published_day IS NULL OR published_day >= $since::DATE)
        AND ($giver IS NULL OR giver_id = $giver OR giver_name ILIKE $giver)
        AND ($receiver IS NULL OR receiver_id = $receiver OR receiver_name ILIKE $receiver)
    GROUP BY giver_id, receiver_id, coalesce(year(starts)::VARCHAR, 'not said'), minimum, maximum
)
SELECT giver, receiver, year, count(*) AS amounts, sum(minimum) AS pounds_at_least,
    CASE WHEN count(*) = count(maximum) THEN sum(maximum) END AS pounds_at_most, -- empty where a sum has no upper end
    sum(articles)::BIGINT AS articles, round(min(giver_certainty), 2) AS giver_certainty, round(min(receiver_certainty), 2) AS receiver_certainty
FROM amounts
GROUP BY giver_id, giver, receiver_id, receiver, year
ORDER BY pounds_at_least DESC, giver, receiver, year;
