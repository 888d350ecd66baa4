-- What the outlets show of these articles now: the latest text of each, and whether it was withdrawn.
WITH latest AS (
    SELECT article_id, arg_max(revision_id, (last_captured_at, made_at)) AS revision_id
    FROM records.revisions WHERE article_id IN (SELECT unnest($article_ids::UUID[])) GROUP BY article_id
), standing AS (
    SELECT article_id, arg_max(status, noted_at) AS status, arg_max(reason, noted_at) AS reason
    FROM records.article_statuses WHERE article_id IN (SELECT unnest($article_ids::UUID[])) GROUP BY article_id
)
SELECT
    latest.article_id, texts.revision_id, texts.capture_id, texts.content_sha256, texts.extractor, texts.title,
    texts.standfirst, texts.text, texts.corrections, coalesce(standing.status, 'live') = 'withdrawn' AS withdrawn,
    coalesce(standing.reason, '') AS reason
FROM latest
JOIN records.revisions AS texts ON texts.revision_id = latest.revision_id
LEFT JOIN standing ON standing.article_id = latest.article_id;
