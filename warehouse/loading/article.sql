INSERT INTO records.articles BY NAME
SELECT DISTINCT ON (article_id) * FROM batch
WHERE NOT EXISTS (SELECT 1 FROM records.articles AS held WHERE held.article_id = batch.article_id::UUID)
ORDER BY first_seen_at;
