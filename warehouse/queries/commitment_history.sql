-- Every mention, until a moment, of the commitments of money that these candidates' passages tell of: by commitment, in the order of time.
SELECT commitment_id, role, announcement, amount, period, coalesce(givers.name, giver) AS giver,
    coalesce(receivers.name, receiver) AS receiver, outlet, published_day
FROM commitment_mentions
LEFT JOIN bodies AS givers ON givers.identifier = giver
LEFT JOIN bodies AS receivers ON receivers.identifier = receiver
WHERE commitment_id IN (
    SELECT commitment_id FROM records.candidates WHERE candidate_id IN (SELECT unnest($candidate_ids::UUID[]))
) AND dated <= $as_of::TIMESTAMPTZ
ORDER BY min(dated) OVER (PARTITION BY commitment_id), commitment_id, dated, start_offset, sum_id
