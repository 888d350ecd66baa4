-- These texts, each with every reading of the captures that showed it: content and version of the extractor.
WITH seen AS (
    SELECT revision_id AS known_id, capture_id FROM records.sightings
    WHERE revision_id IN (SELECT unnest(string_split($revision_ids, ','))::UUID)
), readings AS (
    SELECT known_id, list(DISTINCT {'content': content_sha256, 'extractor': extractor}) AS readings
    FROM seen
    JOIN records.sightings USING (capture_id)
    JOIN records.revisions ON revisions.revision_id = sightings.revision_id
    GROUP BY known_id
)
SELECT
    texts.revision_id, texts.capture_id, texts.content_sha256, texts.extractor, texts.title, texts.standfirst, texts.text,
    texts.corrections, coalesce(readings.readings, []) AS readings
FROM records.revisions AS texts
LEFT JOIN readings ON readings.known_id = texts.revision_id
WHERE texts.revision_id IN (SELECT unnest(string_split($revision_ids, ','))::UUID);
