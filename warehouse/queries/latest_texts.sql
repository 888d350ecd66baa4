-- The latest text of each of these articles, the address of the page that it was read from, and since when it has been withdrawn.
WITH latest AS (
    SELECT article_id, arg_max(revision_id, (last_captured_at, made_at)) AS revision_id
    FROM records.revisions
    WHERE article_id IN (SELECT unnest($article_ids::UUID[]))
    GROUP BY article_id
), standing AS (
    SELECT article_id, if(arg_max(status, noted_at) = 'withdrawn', max(noted_at), NULL) AS withdrawn_at FROM records.article_statuses
    WHERE article_id IN (SELECT unnest($article_ids::UUID[]))
    GROUP BY article_id
)
SELECT article_id, revisions.outlet_id, revisions.url, title, text, content_sha256, wall, confidence, captures.url AS page_url,
    withdrawn_at
FROM latest JOIN records.revisions USING (revision_id, article_id)
LEFT JOIN standing USING (article_id)
LEFT JOIN records.captures ON captures.capture_id = revisions.capture_id
