-- The commitment that a candidate's passage tells of: which announcement this is, and the first one. None where it tells of none.
SELECT told.commitment_id, told.announcement, sums.surface, sums.amount, sums.article_id, day_at(sums.dated, outlets.timezone) AS first_day,
    coalesce(outlets.name, sums.outlet_id) AS first_outlet
FROM (SELECT commitment_id, announcement FROM records.candidates WHERE candidate_id = $candidate_id::UUID AND announcement IS NOT NULL) AS told
JOIN records.commitment_mentions AS mentions USING (commitment_id)
JOIN records.ledger_sums AS sums USING (sum_id)
LEFT JOIN records.outlets ON outlets.outlet_id = sums.outlet_id
WHERE mentions.role IN ('first', 'later mention')
ORDER BY sums.dated, sums.start_offset, sum_id
LIMIT 1
