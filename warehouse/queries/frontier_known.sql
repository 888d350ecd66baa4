-- What is known of each article address of an outlet, for the next crawl: validators, the latest whole capture, and how
-- often in a row it was not there. An address that never answered is not known: it is asked for again as if it were new.
WITH asked AS (
    SELECT * FROM records.fetches WHERE outlet_id = $outlet_id AND kind = 'article'
), answered AS (
    SELECT url, max(started_at) AS last_fetched, arg_max(etag, started_at) AS etag,
        arg_max(last_modified, started_at) AS last_modified
    FROM asked WHERE status IN (200, 304) GROUP BY url
), missing AS (
    SELECT asked.url, count(*) AS failures, min(started_at) AS failing_since, max(started_at) AS last_fetched
    FROM asked LEFT JOIN answered USING (url)
    WHERE status IN (404, 410) AND started_at > coalesce(answered.last_fetched, '-infinity'::TIMESTAMPTZ)
    GROUP BY asked.url
), whole AS (
    SELECT asked.url, arg_max(captures.capture_id, captured_at) AS capture_id, max(captured_at) AS captured_at,
        arg_max(payload_sha256, captured_at) AS payload_sha256
    FROM asked JOIN records.captures USING (capture_id)
    WHERE captures.status = 200 AND captures.revisit_of IS NULL
    GROUP BY asked.url
), standing AS (
    SELECT article_id, arg_max(status, noted_at) AS status FROM records.article_statuses GROUP BY article_id
), shown AS ( -- which article an address showed, by the text that was read from it or by its own note
    SELECT asked.url, arg_max(sightings.article_id, started_at) AS article_id
    FROM asked JOIN (
        SELECT sightings.capture_id, article_id FROM records.sightings JOIN records.revisions USING (revision_id)
        WHERE outlet_id = $outlet_id
    ) AS sightings USING (capture_id)
    GROUP BY asked.url
    UNION
    SELECT asked.url, arg_max(article_id, started_at)
    FROM asked JOIN records.article_addresses USING (capture_id) GROUP BY asked.url
), of_article AS (
    SELECT url, any_value(article_id) AS article_id FROM shown GROUP BY url
), held AS (
    SELECT article_id, max(published) AS published FROM records.revisions WHERE outlet_id = $outlet_id GROUP BY article_id
), there AS ( -- addresses at which an article is, of those that were looked at
    SELECT article_id, count(*) AS addresses
    FROM of_article JOIN answered USING (url) ANTI JOIN missing USING (url) GROUP BY article_id
), read AS (
    SELECT of_article.url, of_article.article_id, published, coalesce(standing.status, 'live') = 'withdrawn' AS withdrawn,
        coalesce(addresses, 0) > (missing.url IS NULL)::INTEGER AS elsewhere
    FROM of_article LEFT JOIN held USING (article_id) LEFT JOIN standing USING (article_id) LEFT JOIN there USING (article_id)
    LEFT JOIN missing USING (url)
), looks AS (
    SELECT asked.url, asked.started_at, arg_max(outcome, made_at) AS outcome
    FROM asked JOIN records.fetch_outcomes USING (fetch_id) GROUP BY asked.url, asked.started_at
), changed AS (
    SELECT url, max(started_at) AS at FROM looks WHERE outcome = 'stored' GROUP BY url
), quiet AS ( -- looks without change since the last one
    SELECT looks.url, count(*) AS unchanged FROM looks LEFT JOIN changed USING (url)
    WHERE outcome = 'unchanged' AND started_at > coalesce(changed.at, '-infinity'::TIMESTAMPTZ) GROUP BY looks.url
), waiting AS (
    SELECT DISTINCT url FROM asked
    WHERE capture_id IS NOT NULL
        AND fetch_id NOT IN (SELECT fetch_id FROM records.fetch_outcomes WHERE outcome <> 'pending')
)
SELECT
    url, answered.etag, answered.last_modified, greatest(answered.last_fetched, missing.last_fetched) AS last_fetched,
    read.published, whole.payload_sha256, whole.capture_id, whole.captured_at,
    coalesce(missing.failures, 0) AS failures, missing.failing_since,
    coalesce(read.withdrawn, false) AS withdrawn, coalesce(read.elsewhere, false) AS elsewhere, read.article_id,
    coalesce(unchanged, 0) AS unchanged, waiting.url IS NOT NULL AS pending
FROM (SELECT url FROM answered UNION SELECT url FROM missing) AS known
LEFT JOIN answered USING (url)
LEFT JOIN missing USING (url)
LEFT JOIN whole USING (url)
LEFT JOIN read USING (url)
LEFT JOIN waiting USING (url)
LEFT JOIN quiet USING (url)
ORDER BY url
