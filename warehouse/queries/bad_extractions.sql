-- The texts that an editor rejected as badly extracted, each with the editor's note and where its page lies in the archive.
SELECT DISTINCT ON (revisions.revision_id)
    revisions.revision_id, revisions.outlet_id, revisions.url, revisions.title, revisions.standfirst, revisions.published,
    revisions.text, revisions.corrections, revisions.wall, revisions.extractor, decisions.editor, decisions.note,
    decisions.decided_at, captures.captured_at, captures.content_type, captures.warc_file, captures.warc_offset
FROM decisions
JOIN records.revisions USING (revision_id)
JOIN records.captures ON captures.capture_id = revisions.capture_id
WHERE decisions.latest AND decisions.action = 'reject' AND decisions.reject_reason = 'bad extraction'
ORDER BY revisions.revision_id, decisions.decided_at
