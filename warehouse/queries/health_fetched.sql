-- The articles of an outlet that crawls asked for, in order, with what came of each: those asked for the first time since
-- $since, and those that were had before and were looked at again since $again_since. Days are on the outlet's own clock.
-- A copy carries the text that it is a copy of; `before` is the length of the text that the article had before this one.
WITH had AS (
    SELECT url, min(started_at) FILTER (status = 200) AS first_had
    FROM records.fetches WHERE outlet_id = $outlet_id AND kind = 'article' GROUP BY url
), asked AS (
    SELECT fetches.*, coalesce(fetches.started_at > first_had, false) AS again
    FROM records.fetches JOIN records.runs USING (run_id) JOIN had USING (url)
    WHERE fetches.outlet_id = $outlet_id AND fetches.kind = 'article' AND runs.kind = 'ingest'
        AND fetches.started_at >= $since::TIMESTAMPTZ
), standing AS (
    SELECT fetch_id, max_by(outcome, made_at) AS outcome, max_by(reason, made_at) AS reason
    FROM records.fetch_outcomes WHERE fetch_id IN (SELECT fetch_id FROM asked) GROUP BY fetch_id
), texts AS (
    SELECT revision_id, article_id, capture_id, title, left(text, 300) AS opening, length(text) AS characters, published, wall,
        language, confidence, first_captured_at
    FROM records.revisions WHERE outlet_id = $outlet_id AND capture_id IN (SELECT capture_id FROM asked)
), earlier AS (
    SELECT texts.revision_id, max_by(length(revisions.text), revisions.first_captured_at) AS before
    FROM texts JOIN records.revisions USING (article_id)
    WHERE revisions.first_captured_at < texts.first_captured_at GROUP BY texts.revision_id
), copies AS (
    SELECT fetch_id, regexp_extract(reason, '^the same text as (.+)$', 1) AS url
    FROM standing WHERE outcome = 'dropped' AND reason LIKE 'the same text as %'
), twins AS (
    SELECT url, max_by(title, last_captured_at) AS title, max_by(left(text, 300), last_captured_at) AS opening
    FROM records.revisions WHERE outlet_id = $outlet_id AND url IN (SELECT url FROM copies) GROUP BY url
), refusals AS (
    SELECT capture_id, any_value(detail) AS detail FROM records.quarantine
    WHERE outlet_id = $outlet_id AND capture_id IS NOT NULL GROUP BY capture_id
)
SELECT asked.started_at AS at, timezone($timezone, asked.started_at)::DATE AS day, asked.url,
    coalesce(standing.outcome, 'stored') AS outcome, asked.again, coalesce(standing.reason, '') AS reason, coalesce(refusals.detail, '') AS detail, asked.status, asked.listed_title,
    timezone($timezone, asked.listed_published)::DATE AS listed_day, coalesce(texts.title, twins.title) AS title,
    coalesce(texts.opening, twins.opening, '') AS opening, texts.characters, earlier.before,
    timezone($timezone, texts.published)::DATE AS published_day,
    coalesce(texts.wall IN ('registration', 'subscription'), false) AS walled, texts.language, texts.confidence
FROM asked LEFT JOIN standing USING (fetch_id)
LEFT JOIN texts ON texts.capture_id = asked.capture_id AND coalesce(standing.outcome, 'stored') = 'stored'
LEFT JOIN earlier ON earlier.revision_id = texts.revision_id
LEFT JOIN copies ON copies.fetch_id = asked.fetch_id
LEFT JOIN twins ON twins.url = copies.url
LEFT JOIN refusals ON refusals.capture_id = asked.capture_id AND standing.outcome = 'quarantined'
WHERE coalesce(standing.outcome, if(texts.capture_id IS NULL, 'pending', 'stored')) <> 'pending'
    AND (NOT asked.again OR asked.started_at >= $again_since::TIMESTAMPTZ)
ORDER BY asked.started_at, asked.url
