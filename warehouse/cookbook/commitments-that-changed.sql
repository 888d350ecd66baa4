-- Which commitments changed, or are told in two ways?
-- Subject: Money
-- Commitments with a mention that gives another sum later, or another sum on the same days, with what was said first and last.
-- Not known: why; a sum for another year or another share can read as a change.
-- $since day -3650: the first day of the first announcement
SELECT amount / 1e6 AS first_millions, latest_amount / 1e6 AS latest_millions, changes, conflicts, giver, receiver,
    announced_day AS first_announced, outlet AS first_in, newest::DATE AS last_told, purpose, url
FROM commitments
WHERE changes + conflicts > 0 AND announced::DATE >= $since::DATE
ORDER BY abs(latest_amount - amount) DESC, changes + conflicts DESC, url;
