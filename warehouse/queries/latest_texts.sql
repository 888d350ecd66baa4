-- The SHA-256 of the latest text of each of these articles.
SELECT article_id, arg_max(content_sha256, (last_captured_at, made_at)) AS content_sha256
FROM records.revisions
WHERE article_id IN (SELECT unnest($article_ids::UUID[]))
GROUP BY article_id
