-- The articles of an article's story, the earliest first, with what each is in it. None where it is in no story yet.
SELECT linked.revision_id, linked.article_id, story_id, relation, linked.outlet_id, linked.dated
FROM records.story_articles JOIN records.linked_articles AS linked USING (article_id)
WHERE story_id = (SELECT story_id FROM records.story_articles WHERE article_id = $article_id::UUID)
ORDER BY linked.dated, linked.article_id;
SELECT revisions.revision_id, coalesce(nullif(title, ''), 'Untitled') AS title, published, day_at(published, outlets.timezone) AS published_day,
    coalesce(outlets.name, revisions.outlet_id) AS outlet_name
FROM records.revisions LEFT JOIN records.outlets ON outlets.outlet_id = revisions.outlet_id
WHERE revisions.revision_id IN ($found.revision_id);
