-- Every text of an article, the latest first, with the capture that each was read from.
SELECT revisions.*, day_at(published, outlets.timezone) AS published_day, captures.captured_at, captures.warc_file, captures.warc_offset, captures.payload_sha256
FROM revisions LEFT JOIN records.captures USING (capture_id)
LEFT JOIN records.outlets ON outlets.outlet_id = revisions.outlet_id
WHERE article_id = $article_id::UUID
ORDER BY last_captured_at DESC, revisions.made_at DESC;
