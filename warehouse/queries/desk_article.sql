-- One article: its address, its outlet, and whether it was withdrawn.
WITH latest AS (
    SELECT status, reason, noted_at FROM records.article_statuses WHERE article_id = $article_id::UUID ORDER BY noted_at DESC LIMIT 1
)
SELECT
    articles.article_id, articles.outlet_id, coalesce(outlets.name, articles.outlet_id) AS outlet_name, articles.url,
    articles.first_seen_at, coalesce(latest.status, 'live') AS status, latest.reason AS status_reason, latest.noted_at AS status_at
FROM records.articles
LEFT JOIN records.outlets USING (outlet_id)
LEFT JOIN latest ON true
WHERE articles.article_id = $article_id::UUID
