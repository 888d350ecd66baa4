-- Articles that were linked, after a place in the order of their dates: for linking all of them again.
SELECT article_id, dated, revision_id FROM records.linked_articles
WHERE $after_id::UUID IS NULL OR (dated, article_id) > ($after_dated::TIMESTAMPTZ, $after_id::UUID)
ORDER BY dated, article_id
LIMIT coalesce($number::BIGINT, 50);
SELECT revision_id, revisions.outlet_id, title, text, published, taggings.funding
FROM records.revisions LEFT JOIN records.taggings USING (revision_id)
WHERE revision_id IN ($found.revision_id);
