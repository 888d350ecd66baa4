-- Every sum of the commitments that hold any of these sums, or a sum of any of these articles.
SELECT sum_id, commitment_id, article_id, dated, start_offset AS start, surface AS text, amount, period, totals, says_part, says_change
FROM records.commitment_mentions JOIN records.ledger_sums USING (sum_id)
WHERE commitment_id IN (
    SELECT commitment_id FROM records.commitment_mentions JOIN records.ledger_sums USING (sum_id)
    WHERE sum_id IN (SELECT unnest($sum_ids::UUID[])) OR article_id IN (SELECT unnest($article_ids::UUID[]))
)
