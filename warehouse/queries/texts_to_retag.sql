-- Latest texts of articles that a version of the tagger or of the matcher has not read, in the order of their identifiers.
SELECT revisions.revision_id, revisions.article_id, revisions.outlet_id, revisions.title, revisions.text, articles.published_day,
    revisions.confidence, revisions.standfirst, coalesce(revisions.corrections, []) AS corrections, articles.url
FROM records.revisions
JOIN articles USING (revision_id)
LEFT JOIN records.taggings USING (revision_id)
LEFT JOIN records.matchings USING (revision_id)
WHERE (taggings.tagger IS DISTINCT FROM $tagger OR matchings.matcher IS DISTINCT FROM $matcher)
    AND ($outlet_id::VARCHAR IS NULL OR revisions.outlet_id = $outlet_id)
    AND ($after_id::UUID IS NULL OR revisions.revision_id > $after_id::UUID)
ORDER BY revisions.revision_id
LIMIT coalesce($batch::BIGINT, 500);
