INSERT INTO records.article_statuses BY NAME
SELECT DISTINCT article_id, status, reason, "at" AS noted_at FROM batch
WHERE NOT EXISTS (
    SELECT 1 FROM records.article_statuses AS held
    WHERE held.article_id = batch.article_id::UUID AND held.noted_at = batch."at" AND held.status = batch.status
);
