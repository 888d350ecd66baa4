-- Which councils are named together most often?
-- Subject: Coverage
-- Pairs of councils in one article, with the number of articles and outlets and the latest day. "Of either" is the share of the articles that name at least one of the two.
-- Not known: why they are named together; a list of places is a pair like any other.
-- $since day -365: the first day; an article without a date counts on the day on which it was first seen
-- $least number 2: articles that a pair must have
WITH seen AS (
    SELECT DISTINCT article_id, outlet_id, council, name, dated::DATE AS day FROM coverage WHERE dated::DATE >= $since::DATE
), alone AS (
    SELECT council, count(*) AS articles FROM seen GROUP BY council
)
SELECT one.name AS council, other.name AS and_council, count(*) AS articles, count(DISTINCT one.outlet_id) AS outlets,
    round(100.0 * count(*) / (any_value(of_one.articles) + any_value(of_other.articles) - count(*)), 1) AS percent_of_either, max(one.day) AS latest
FROM seen AS one JOIN seen AS other ON other.article_id = one.article_id AND other.council > one.council
JOIN alone AS of_one ON of_one.council = one.council JOIN alone AS of_other ON of_other.council = other.council
GROUP BY one.council, one.name, other.council, other.name
HAVING count(*) >= $least
ORDER BY articles DESC, council, and_council;
