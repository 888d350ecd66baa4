-- Every text that an article has had, the latest first.
SELECT
    revision_id, capture_id, title, standfirst, authors, published, modified, dates, section, tags, text, comments,
    corrections, captions, wall, wall_reason, language, confidence, reasons, extractor, made_at,
    first_captured_at AS captured_at
FROM records.revisions
WHERE article_id = $article_id::UUID
ORDER BY last_captured_at DESC, made_at DESC
