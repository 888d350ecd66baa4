-- Who committed how much, year by year?
-- Subject: Money
-- Commitments by giver and year of their first announcement, each counted once however often it was told. A yearly sum counts with one year.
-- Not known: the giver where no text names one, and money that was never spent. The year of an article without a date of publication.
-- $since day -3650: the first day of the first announcement
SELECT coalesce(bodies.name, giver, 'not named') AS giver, coalesce(year(announced_day)::VARCHAR, 'not dated') AS year,
    count(*) AS commitments, round(sum(amount) / 1e6, 1) AS millions, sum(announcements)::BIGINT AS announcements
FROM commitments LEFT JOIN bodies ON bodies.identifier = giver
WHERE announced_day IS NULL OR announced_day >= $since::DATE
GROUP BY ALL
ORDER BY millions DESC, giver, year;
