-- Of each article with a text, or of these ($article_ids) alone: which text is its latest, and the state that the search index is to have of it.
WITH read AS (SELECT revision_id, max(matcher || ' ' || made_at) AS matched FROM records.matchings GROUP BY revision_id)
SELECT
    articles.article_id, articles.revision_id, articles.status,
    concat_ws(' ', articles.revision_id, taggings.tagger, taggings.made_at, read.matched, articles.status, articles.url) AS state
FROM articles
LEFT JOIN records.taggings USING (revision_id)
LEFT JOIN read USING (revision_id)
WHERE true
    AND article_id IN (SELECT unnest($article_ids::UUID[])) -- with $article_ids
;
