-- How likely these sums are of one commitment with one another.
SELECT sum_id, other_id, same FROM records.sum_pairs
WHERE sum_id IN (SELECT unnest($sum_ids::UUID[])) AND other_id IN (SELECT unnest($sum_ids::UUID[]))
