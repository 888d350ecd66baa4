-- The latest text of an article before one of its texts that says something else, with when it was last captured; none where there is none.
SELECT title, text, last_captured_at
FROM records.revisions
WHERE article_id = $article_id::UUID AND content_sha256 <> $content_sha256
    AND (last_captured_at, made_at) < (SELECT (last_captured_at, made_at) FROM records.revisions WHERE revision_id = $revision_id::UUID)
ORDER BY last_captured_at DESC, made_at DESC LIMIT 1;
