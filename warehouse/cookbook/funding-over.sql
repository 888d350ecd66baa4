-- Which sums of public money of a size or more were named?
-- Subject: Money
-- Each with the words of the text, who gives and who gets it where that is said, and the years that it is for.
-- Not known: giver, receiver and years, where their columns are empty.
-- $millions number 10: pounds, in millions
-- $since day 2010-01-01: articles published on this day or later; those without a date are kept
SELECT published_day AS published, surface AS amount, round(coalesce(maximum, minimum) / 1e6, 3) AS millions, period, kind,
    giver_name AS giver, round(giver_certainty, 2) AS giver_certainty, receiver_name AS receiver, round(receiver_certainty, 2) AS receiver_certainty,
    year(starts) AS first_year, year(ends) AS last_year, round(certainty, 2) AS certainty, passage, title, url
FROM funding
WHERE coalesce(maximum, minimum) >= $millions * 1e6 AND (published_day IS NULL OR published_day >= $since::DATE)
ORDER BY millions DESC, published DESC NULLS LAST, url;
