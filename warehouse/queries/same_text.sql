-- The articles of each outlet that have had one of these texts, by SHA-256.
SELECT outlet_id, content_sha256, arg_min(article_id, made_at) AS article_id, arg_min(url, made_at) AS url
FROM records.revisions
WHERE content_sha256 IN (SELECT unnest($content_sha256::VARCHAR[]))
GROUP BY outlet_id, content_sha256
