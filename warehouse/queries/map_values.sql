-- Per council, until the day $until: articles that name it, accepted passages of articles that name it, and commitments of which it is the receiver.
WITH covered AS (
    SELECT council AS gss, count(*) AS articles FROM coverage WHERE day_at(dated, 'Europe/London') <= $until::DATE GROUP BY council
), accepted AS (
    SELECT candidate_id FROM live.decisions GROUP BY candidate_id HAVING max_by(action, sequence) = 'accept'
), named AS (
    SELECT candidate_id, unnest(mentions) AS mention
    FROM accepted JOIN records.candidates USING (candidate_id) JOIN records.revisions USING (revision_id) JOIN records.taggings USING (revision_id)
    WHERE day_at(published, 'Europe/London') <= $until::DATE
), told AS (
    SELECT mention.identifier AS gss, count(DISTINCT candidate_id) AS evidence FROM named WHERE mention."label" = 'COUNCIL' GROUP BY ALL
), paid AS (
    SELECT receiver AS gss, count(*) AS commitments, max(latest_amount) AS largest FROM commitments
    WHERE receiver IS NOT NULL AND announced_day <= $until::DATE GROUP BY receiver
)
SELECT gss, coalesce(articles, 0) AS articles, coalesce(evidence, 0) AS evidence, coalesce(commitments, 0) AS commitments, largest
FROM covered FULL JOIN told USING (gss) FULL JOIN paid USING (gss)
ORDER BY gss
