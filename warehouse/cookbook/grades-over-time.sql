-- Which grades were told of a council, in order?
-- Subject: Councils and trusts
-- Overall grades of children's services, present and former, as articles state them, each with how many articles say so.
-- Not known: when the council was inspected, where that column is empty; it is as exact as the text, 2019 or 2019-05 or a day.
-- $council text : a council's name or GSS code; empty for all
SELECT name AS council, stated_grade AS grade, inspected, if(previous, 'a former grade', 'the present grade') AS told_as,
    min(published_day) AS first_told, max(published_day) AS last_told, count(DISTINCT article_id) AS articles,
    count(DISTINCT outlet_id) AS outlets, round(max(certainty), 2) AS certainty, min(url) AS url
FROM judgements
WHERE aspect = 'overall' AND ($council IS NULL OR council = $council OR name ILIKE $council)
GROUP BY ALL
ORDER BY council, first_told NULLS LAST, grade, told_as, inspected;
