-- The commitments of money that these candidates' passages tell of, those that were told last first.
SELECT commitment_id, amount, latest_amount, period, coalesce(givers.name, giver) AS giver, coalesce(receivers.name, receiver) AS receiver,
    announced_day, outlet, announcements, mentions, changes, conflicts, parts, newest::DATE AS newest_day, purpose, url
FROM commitments
LEFT JOIN bodies AS givers ON givers.identifier = giver
LEFT JOIN bodies AS receivers ON receivers.identifier = receiver
WHERE commitment_id IN (
    SELECT commitment_id FROM records.candidates WHERE candidate_id IN (SELECT unnest($candidate_ids::UUID[]))
)
ORDER BY newest DESC, commitment_id;
