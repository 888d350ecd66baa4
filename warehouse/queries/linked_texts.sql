-- The text of each of these articles as it was last weighed against others, with the sums in it.
SELECT revision_id, article_id, dated FROM records.linked_articles WHERE article_id IN (SELECT unnest($article_ids::UUID[]));
SELECT revision_id, revisions.outlet_id, title, text, published, taggings.funding
FROM records.revisions LEFT JOIN records.taggings USING (revision_id)
WHERE revision_id IN ($found.revision_id);
