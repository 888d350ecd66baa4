-- Captures whose articles can be made again: those that brought a text or could not be read, of an outlet ($outlet_id),
-- of days ($since, and before $until), and, where a version of a step is given, only what another version of one made.
WITH standing AS (
    SELECT fetch_id, arg_max(outcome, made_at) AS outcome FROM records.fetch_outcomes GROUP BY fetch_id
)
SELECT
    fetches.fetch_id, fetches.run_id, fetches.outlet_id, fetches.final_url, fetches.capture_id, captures.captured_at,
    captures.content_type, captures.warc_file, captures.warc_offset, fetches.listed_title, fetches.listed_published
FROM records.fetches
JOIN records.captures USING (capture_id)
JOIN standing USING (fetch_id)
LEFT JOIN records.revisions ON revisions.capture_id = fetches.capture_id
LEFT JOIN records.taggings USING (revision_id)
LEFT JOIN records.matchings USING (revision_id)
WHERE fetches.kind = 'article' AND captures.revisit_of IS NULL AND standing.outcome IN ('stored', 'quarantined')
    AND ($outlet_id IS NULL OR fetches.outlet_id = $outlet_id)
    AND ($since IS NULL OR captures.captured_at >= $since::DATE)
    AND ($until IS NULL OR captures.captured_at < $until::DATE)
    AND (
        ($extractor IS NULL AND $tagger IS NULL AND $matcher IS NULL)
        OR revisions.extractor IS DISTINCT FROM $extractor OR taggings.tagger IS DISTINCT FROM $tagger OR matchings.matcher IS DISTINCT FROM $matcher
    )
QUALIFY row_number() OVER (PARTITION BY fetches.capture_id ORDER BY revisions.made_at DESC) = 1
ORDER BY captures.captured_at, fetches.capture_id
