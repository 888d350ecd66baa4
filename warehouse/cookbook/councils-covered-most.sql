-- Which councils were covered most?
-- Subject: Coverage
-- Articles that name a council, how often, and in how many outlets. An article without a date counts on the day on which it was first seen.
-- Not known: councils that an article means and does not name.
-- $since day -365: the first day
-- $until day today: the last day
SELECT name AS council, any_value(region) AS region, count(*) AS articles, sum(mentions)::BIGINT AS mentions,
    count(DISTINCT outlet_id) AS outlets
FROM coverage
WHERE dated::DATE BETWEEN $since::DATE AND $until::DATE
GROUP BY council, name
ORDER BY articles DESC, name;
