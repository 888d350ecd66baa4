-- Which articles have, or had, a text with one of these digests; the one that was first captured, per outlet.
SELECT outlet_id, content_sha256, min_by(article_id, first_captured_at) AS article_id, min_by(url, first_captured_at) AS url
FROM records.revisions
WHERE content_sha256 IN (SELECT unnest($content_sha256::VARCHAR[]))
GROUP BY outlet_id, content_sha256;
