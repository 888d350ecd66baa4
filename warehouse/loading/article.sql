INSERT INTO records.articles BY NAME
SELECT DISTINCT ON (article_id) * FROM batch
WHERE article_id::UUID NOT IN (SELECT article_id FROM records.articles WHERE article_id IN (SELECT article_id::UUID FROM batch))
ORDER BY first_seen_at;
