-- The latest text of each of these articles, by its digest.
SELECT article_id, arg_max(revision_id, (last_captured_at, made_at)) AS revision_id,
    arg_max(content_sha256, (last_captured_at, made_at)) AS content_sha256,
    arg_max(extractor, (last_captured_at, made_at)) AS extractor, max(last_captured_at) AS last_captured_at
FROM records.revisions
WHERE article_id IN (SELECT unnest($article_ids::UUID[]))
GROUP BY article_id;
