-- What these sums were weighed at against one another: as one commitment, and as a part of the other.
SELECT sum_id, other_id, same, part FROM records.sum_pairs
WHERE sum_id IN (SELECT unnest($sum_ids::UUID[])) AND other_id IN (SELECT unnest($sum_ids::UUID[]))
