-- A later tagging of a text replaces the earlier one whole; an earlier one that comes late changes nothing.
SELECT error('the tagging of text ' || min(revision_id) || ' came without the text, which the warehouse does not hold')
FROM batch
WHERE NOT EXISTS (SELECT 1 FROM records.revisions AS held WHERE held.revision_id = batch.revision_id::UUID)
HAVING count(*) > 0;
CREATE TEMP TABLE latest AS
SELECT revision_id::UUID AS revision_id, tagger, made_at, unnest(tags)
FROM batch QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY made_at DESC) = 1;
DELETE FROM latest USING records.taggings AS held
WHERE held.revision_id = latest.revision_id AND held.made_at > latest.made_at;
DELETE FROM records.taggings WHERE revision_id IN (SELECT revision_id FROM latest);
INSERT INTO records.taggings BY NAME SELECT * FROM latest;
-- Whose the texts are, looked up once: the table of texts is the largest there is.
CREATE TEMP TABLE told AS
SELECT article_id, coalesce(published, first_captured_at) AS dated, latest.*
FROM latest JOIN records.revisions USING (revision_id);
DELETE FROM records.covered WHERE revision_id IN (SELECT revision_id FROM latest);
INSERT INTO records.covered BY NAME
SELECT DISTINCT found.identifier AS council, article_id, revision_id
FROM (SELECT article_id, revision_id, unnest(mentions) AS found FROM told)
WHERE found."label" = 'COUNCIL';
DELETE FROM records.article_labels WHERE revision_id IN (SELECT revision_id FROM latest);
INSERT INTO records.article_labels BY NAME
SELECT DISTINCT found."label" AS "label", found.identifier AS identifier, article_id, revision_id
FROM (SELECT article_id, revision_id, unnest(mentions) AS found FROM told)
WHERE found."label" = 'TRUST'
UNION ALL BY NAME
SELECT DISTINCT 'FUNDING' AS "label", found.kind AS identifier, article_id, revision_id
FROM (SELECT article_id, revision_id, unnest(funding) AS found FROM told);
-- Its sums are weighed again.
INSERT INTO records.articles_to_link
SELECT article_id, max(dated)
FROM told
WHERE article_id NOT IN (
    SELECT article_id FROM records.articles_to_link WHERE article_id IN (SELECT article_id FROM told)
)
GROUP BY article_id;
DROP TABLE told;
DROP TABLE latest;
