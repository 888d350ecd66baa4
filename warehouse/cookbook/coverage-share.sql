-- What share of the coverage does each outlet have, month by month?
-- Subject: Coverage
-- Articles of each outlet among all articles of the month, and among those that name a council.
-- Not known: the month of an article without a date of publication; these have a row of their own. A month in which an outlet could not be crawled looks like one in which it wrote nothing: see quiet-outlets.
-- $since day -365: the first day
WITH dated AS (
    SELECT article_id, outlet, coalesce(strftime(published_day, '%Y-%m'), 'not dated') AS month
    FROM articles WHERE published_day IS NULL OR published_day >= $since::DATE
), naming AS (
    SELECT DISTINCT article_id FROM coverage
)
SELECT month, outlet, count(*) AS articles, round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY month), 1) AS percent,
    count(naming.article_id) AS naming_a_council,
    round(100.0 * count(naming.article_id) / nullif(sum(count(naming.article_id)) OVER (PARTITION BY month), 0), 1) AS percent_of_those
FROM dated LEFT JOIN naming USING (article_id)
GROUP BY month, outlet
ORDER BY month = 'not dated', month DESC, articles DESC, outlet;
