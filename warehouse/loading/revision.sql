-- The same text again, from a later capture: an edit was undone, and the old text is the latest once more.
CREATE TEMP TABLE captured AS
SELECT batch.revision_id::UUID AS revision_id, batch.capture_id::UUID AS capture_id, max(coalesce(captures.captured_at, batch.made_at)) AS captured_at
FROM batch LEFT JOIN records.captures ON captures.capture_id = batch.capture_id::UUID
GROUP BY ALL;
UPDATE records.revisions SET last_captured_at = again.captured_at
FROM (SELECT revision_id, max(captured_at) AS captured_at FROM captured SEMI JOIN held_texts USING (revision_id) GROUP BY ALL) AS again
WHERE revisions.revision_id = again.revision_id AND revisions.last_captured_at < again.captured_at;
INSERT INTO records.revisions BY NAME
SELECT DISTINCT ON (batch.revision_id)
    batch.*, captured.captured_at AS first_captured_at, captured.captured_at AS last_captured_at
FROM batch JOIN (SELECT revision_id, max(captured_at) AS captured_at FROM captured GROUP BY ALL) AS captured
    ON captured.revision_id = batch.revision_id::UUID
WHERE captured.revision_id NOT IN (SELECT revision_id FROM held_texts);
INSERT INTO records.sightings BY NAME
SELECT * FROM captured
ANTI JOIN (SELECT revision_id, capture_id FROM records.sightings WHERE revision_id IN (SELECT revision_id FROM held_texts))
    USING (revision_id, capture_id);
-- Spaces go first, by a plain search: they are most of what is no letter, and the expression is slow.
INSERT INTO records.long_paragraphs
SELECT DISTINCT outlet_id, md5_number_lower(letters), article_id::UUID
FROM (
    SELECT outlet_id, article_id, revision_id, unnest(
        list_transform(string_split(text, chr(10) || chr(10)), lambda x: plain_letters(replace(x, ' ', '')))
    ) AS letters
    FROM batch
)
QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY length(letters) DESC) <= 3
EXCEPT SELECT outlet_id, letters, article_id FROM records.long_paragraphs WHERE article_id IN (SELECT article_id FROM held_articles);
DROP TABLE captured;
