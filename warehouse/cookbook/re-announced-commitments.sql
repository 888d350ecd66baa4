-- Which money was announced again most often?
-- Subject: Money
-- Commitments that more than one story announced, with the first announcement and the latest. Copies and reports of one event are one story; shares of the money and sums that changed are no announcements.
-- Not known: announcements in outlets that are not watched; two sums are one commitment by a model that reads what stands beside them.
-- $since day -3650: the first day of the first announcement
SELECT announcements, amount / 1e6 AS millions, period, giver, receiver, announced_day AS first_announced, outlet AS first_in,
    newest::DATE AS last_told, mentions, purpose, url
FROM commitments
WHERE announcements > 1 AND announced::DATE >= $since::DATE
ORDER BY announcements DESC, mentions DESC, amount DESC, url;
