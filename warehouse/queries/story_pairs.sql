-- What these articles were weighed at against one another.
SELECT article_id, other_id, probability, taken FROM records.story_pairs
WHERE article_id IN (SELECT unnest($article_ids::UUID[])) AND other_id IN (SELECT unnest($article_ids::UUID[]))
