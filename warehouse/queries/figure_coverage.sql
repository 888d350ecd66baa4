-- How many articles each outlet published a week since $since, by the Monday of the week. An article without a date counts when it was first seen.
SELECT outlet AS outlet_name, date_trunc('week', day_at(dated, 'Europe/London'))::DATE AS week, count(*) AS articles
FROM articles WHERE day_at(dated, 'Europe/London') >= $since::DATE
GROUP BY ALL
ORDER BY outlet_name, week
