-- Which outlets have gone quiet?
-- Subject: Running
-- Watched outlets with fewer than half of the articles of a week that their last four weeks let expect, and what the last run said.
-- Not known: why, where the state is empty; docs/silence.md says how a broken outlet is told from a quiet one.
SELECT name AS outlet, state, articles_week, articles_month, newest_article::DATE AS newest_article, last_success, run_detail
FROM outlet_health
WHERE enabled AND articles_week < articles_month / 4.0 / 2
ORDER BY newest_article NULLS FIRST, outlet;
