-- Latest texts of articles that were published or first seen on or after a day ($since), a page after $after_id, for a trial of policies.
SELECT revisions.revision_id, revisions.article_id, revisions.title, revisions.standfirst, revisions.text, revisions.published,
    articles.published_day,
    articles.url, articles.outlet_id
FROM records.revisions
JOIN articles USING (revision_id)
LEFT JOIN records.outlets ON outlets.outlet_id = articles.outlet_id
WHERE coalesce(articles.published_day, day_at(articles.first_seen_at, outlets.timezone)) >= $since::DATE
    AND ($after_id::UUID IS NULL OR revisions.revision_id > $after_id::UUID)
ORDER BY revisions.revision_id
LIMIT coalesce($batch::BIGINT, 500);
