-- Every article of the stories that hold any of these articles.
SELECT article_id, story_id, relation, outlet_id, dated
FROM records.story_articles JOIN records.linked_articles USING (article_id)
WHERE story_id IN (SELECT story_id FROM records.story_articles WHERE article_id IN (SELECT unnest($article_ids::UUID[])))
