-- The latest texts of some articles ($article_ids: identifiers in one text with commas, since a long list is slow to bind), for a trial of a policy.
SELECT revisions.revision_id, revisions.article_id, revisions.title, revisions.standfirst, revisions.text, articles.published_day,
    articles.url, coalesce(outlets.name, articles.outlet_id) AS outlet_name
FROM (SELECT unnest(string_split($article_ids::VARCHAR, ','))::UUID AS article_id) AS wanted
JOIN articles USING (article_id)
JOIN records.revisions USING (revision_id)
LEFT JOIN records.outlets ON outlets.outlet_id = articles.outlet_id;
