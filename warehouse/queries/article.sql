-- One article, with its latest text.
SELECT articles.*, taggings.* EXCLUDE (revision_id, tagger, made_at, notes), captures.warc_file,
    captures.warc_offset, captures.captured_at
FROM articles
LEFT JOIN records.taggings ON taggings.revision_id = articles.revision_id
LEFT JOIN records.captures ON captures.capture_id = articles.capture_id
WHERE articles.article_id = $article_id::UUID;
