-- What a crawl needs to know of an outlet's articles, one row for each address that was asked for. The columns are the
-- fields of spiders.frontier.Known.
-- An answer that was dropped or quarantined (cut off, a block page, the front page) lends neither its validator nor its
-- body: "not modified" would then mean that the article is never had whole.
WITH outcome AS (
    SELECT fetch_id, arg_max(outcome, made_at) AS outcome
    FROM records.fetch_outcomes
    GROUP BY fetch_id
),
asked AS (
    SELECT
        f.url, f.started_at, f.status, f.etag, f.last_modified, f.listed_published, f.capture_id,
        c.payload_sha256, c.captured_at, c.revisit_of, o.outcome,
        f.status IN (200, 304) AND coalesce(o.outcome, 'pending') NOT IN ('dropped', 'quarantined') AS there
    FROM records.fetches AS f
    LEFT JOIN records.captures AS c USING (capture_id)
    LEFT JOIN outcome AS o USING (fetch_id)
    WHERE f.outlet_id = $outlet_id AND f.kind = 'article'
),
seen AS (
    SELECT
        url,
        max(started_at) AS last_fetched,
        max(started_at) FILTER (WHERE there) AS last_there,
        max(listed_published) AS listed_published,
        arg_max(outcome IS NULL AND status = 200, started_at) AS pending
    FROM asked
    GROUP BY url
),
whole AS (  -- the latest answer that holds a body of its own
    SELECT
        url,
        arg_max(payload_sha256, started_at) AS payload_sha256,
        arg_max(capture_id, started_at) AS capture_id,
        max(captured_at) AS captured_at
    FROM asked
    WHERE there AND status = 200 AND revisit_of IS NULL AND capture_id IS NOT NULL
    GROUP BY url
),
validator AS (  -- as the latest answer with that body sent it
    SELECT
        asked.url,
        arg_max(struct_pack(etag := asked.etag, last_modified := asked.last_modified), asked.started_at) AS sent
    FROM asked JOIN whole ON whole.url = asked.url AND whole.payload_sha256 = asked.payload_sha256
    WHERE asked.there AND asked.status = 200
    GROUP BY asked.url
),
missing AS (  -- how often in a row it was not there
    SELECT asked.url, count(*) AS failures, min(asked.started_at) AS failing_since
    FROM asked JOIN seen USING (url)
    WHERE asked.status IN (404, 410) AND asked.started_at > coalesce(seen.last_there, '-infinity'::TIMESTAMPTZ)
    GROUP BY asked.url
),
text AS (  -- what was read at that address, whichever capture it was first read from
    SELECT
        c.url,
        arg_max(r.article_id, r.last_captured_at) AS article_id,
        arg_max(r.published, r.last_captured_at) AS published
    FROM records.revisions AS r JOIN records.captures AS c USING (capture_id)
    WHERE r.outlet_id = $outlet_id
    GROUP BY c.url
),
standing AS (
    SELECT article_id, arg_max(status, noted_at) AS status FROM records.article_statuses GROUP BY article_id
)
SELECT
    seen.url,
    validator.sent.etag AS etag,
    validator.sent.last_modified AS last_modified,
    seen.last_fetched,
    coalesce(text.published, seen.listed_published) AS published,
    whole.payload_sha256,
    whole.capture_id,
    whole.captured_at,
    coalesce(missing.failures, 0) AS failures,
    missing.failing_since,
    coalesce(standing.status = 'withdrawn', false) AS withdrawn,
    coalesce(seen.pending, false) AS pending,
    text.article_id
FROM seen
LEFT JOIN whole USING (url)
LEFT JOIN validator USING (url)
LEFT JOIN missing USING (url)
LEFT JOIN text USING (url)
LEFT JOIN standing ON standing.article_id = text.article_id
ORDER BY seen.url;
