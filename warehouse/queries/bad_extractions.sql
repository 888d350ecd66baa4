-- The texts that an editor rejected as badly extracted, or called so in the review, each with the editor's note and where its page lies in the archive.
WITH called AS (
    SELECT revision_id, editor, note, decided_at FROM decisions WHERE latest AND action = 'reject' AND reject_reason = 'bad extraction'
    UNION ALL
    (
        SELECT revision_id, editor, note, noted_at FROM (
            SELECT * FROM records.text_reviews QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY noted_at DESC, review_id) = 1
        ) WHERE action = 'bad extraction'
    )
)
SELECT DISTINCT ON (revisions.revision_id)
    revisions.revision_id, revisions.outlet_id, revisions.url, revisions.title, revisions.standfirst, revisions.published,
    revisions.text, revisions.corrections, revisions.wall, revisions.extractor, called.editor, called.note,
    called.decided_at, captures.captured_at, captures.content_type, captures.warc_file, captures.warc_offset
FROM called
JOIN records.revisions USING (revision_id)
JOIN records.captures ON captures.capture_id = revisions.capture_id
WHERE $revision_id::UUID IS NULL OR revisions.revision_id = $revision_id::UUID
ORDER BY revisions.revision_id, called.decided_at
