-- All that was tagged in one text, whichever of its article's texts it is.
SELECT * EXCLUDE (revision_id, tagger, made_at, notes) FROM records.taggings WHERE revision_id = $revision_id::UUID
