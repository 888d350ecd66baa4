-- A later tagging of a text replaces the earlier one whole; an earlier one that comes late changes nothing.
SELECT error('the tagging of text ' || min(revision_id) || ' came without the text, which the warehouse does not hold')
FROM batch
WHERE revision_id::UUID NOT IN (SELECT revision_id FROM texts)
HAVING count(*) > 0;
CREATE TEMP TABLE latest AS
SELECT revision_id::UUID AS revision_id, tagger, made_at, unnest(tags)
FROM batch QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY made_at DESC) = 1;
CREATE TEMP TABLE again AS SELECT revision_id, made_at FROM latest SEMI JOIN held_texts USING (revision_id);
CREATE TEMP TABLE overtaken AS
SELECT revision_id FROM records.taggings AS held JOIN again USING (revision_id) WHERE held.made_at > again.made_at;
DELETE FROM latest WHERE revision_id IN (SELECT revision_id FROM overtaken);
DELETE FROM again WHERE revision_id IN (SELECT revision_id FROM overtaken);
DELETE FROM records.taggings WHERE revision_id IN (SELECT revision_id FROM again);
INSERT INTO records.taggings BY NAME SELECT * FROM latest;
CREATE TEMP TABLE told AS
SELECT article_id, coalesce(published, first_captured_at) AS dated, latest.*
FROM latest JOIN texts USING (revision_id);
DELETE FROM records.covered WHERE revision_id IN (SELECT revision_id FROM again);
INSERT INTO records.covered BY NAME
SELECT DISTINCT found.identifier AS council, article_id, revision_id
FROM (SELECT article_id, revision_id, unnest(mentions) AS found FROM told)
WHERE found."label" = 'COUNCIL';
DELETE FROM records.article_labels WHERE revision_id IN (SELECT revision_id FROM again);
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
DROP TABLE again;
DROP TABLE overtaken;
