-- The newest articles that name any of $bodies, $number of them.
SELECT article_id, title, outlet AS outlet_name, published, published_day
FROM articles SEMI JOIN (
    SELECT revision_id FROM records.taggings WHERE list_has_any([each.identifier FOR each IN mentions], $bodies::VARCHAR[])
) USING (revision_id)
ORDER BY dated DESC, article_id
LIMIT $number
