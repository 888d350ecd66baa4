-- The same text again, from a later capture: an edit was undone, and the old text is the latest once more.
CREATE TEMP TABLE captured AS
SELECT batch.revision_id::UUID AS revision_id, max(coalesce(captures.captured_at, batch.made_at)) AS captured_at
FROM batch LEFT JOIN records.captures ON captures.capture_id = batch.capture_id::UUID
GROUP BY ALL;
UPDATE records.revisions SET last_captured_at = captured.captured_at FROM captured
WHERE revisions.revision_id = captured.revision_id AND revisions.last_captured_at < captured.captured_at;
INSERT INTO records.revisions BY NAME
SELECT DISTINCT ON (batch.revision_id)
    batch.*, captured.captured_at AS first_captured_at, captured.captured_at AS last_captured_at
FROM batch JOIN captured ON captured.revision_id = batch.revision_id::UUID
WHERE NOT EXISTS (SELECT 1 FROM records.revisions AS held WHERE held.revision_id = batch.revision_id::UUID);
CREATE TEMP TABLE seen AS
SELECT revision_id, capture_id FROM records.sightings WHERE revision_id IN (SELECT revision_id FROM captured);
INSERT INTO records.sightings
SELECT DISTINCT batch.revision_id::UUID, batch.capture_id::UUID, coalesce(captures.captured_at, batch.made_at)
FROM batch LEFT JOIN records.captures ON captures.capture_id = batch.capture_id::UUID
WHERE (batch.revision_id::UUID, batch.capture_id::UUID) NOT IN (SELECT (revision_id, capture_id) FROM seen);
DROP TABLE seen;
INSERT INTO records.long_paragraphs
SELECT DISTINCT outlet_id, md5_number_lower(letters), article_id::UUID
FROM (
    SELECT outlet_id, article_id, revision_id, unnest(
        list_transform(string_split(text, chr(10) || chr(10)), lambda x: lower(regexp_replace(x, '[^\pL\pN]+', '', 'g')))
    ) AS letters
    FROM batch
)
QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY length(letters) DESC) <= 3
EXCEPT SELECT outlet_id, letters, article_id FROM records.long_paragraphs WHERE article_id IN (SELECT article_id::UUID FROM batch);
DROP TABLE captured;
