-- The text of an article by its identifier, if it is held.
SELECT revision_id, article_id FROM records.revisions WHERE revision_id = $revision_id::UUID LIMIT 1
