-- All that was tagged in one text, whichever of its article's texts it is.
SELECT mentions, funding, judgements, events FROM records.taggings WHERE revision_id = $revision_id::UUID
