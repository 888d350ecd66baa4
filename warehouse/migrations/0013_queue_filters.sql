-- The queue's filters and orders beside policy, outlet and stance: days, trusts, kinds of funding.
ALTER TABLE records.waiting_candidates ADD COLUMN day DATE;          -- when the article was published, at its outlet; or when the candidate was first put forward
ALTER TABLE records.waiting_candidates ADD COLUMN seen TIMESTAMPTZ;  -- when the candidate was first put forward
CREATE TEMP TABLE dated AS
SELECT candidate_id, first_made_at AS seen, 
    (coalesce(published, first_made_at) AT TIME ZONE coalesce(timezone, 'Europe/London'))::DATE AS day
FROM (SELECT candidate_id, revision_id, outlet_id, first_made_at FROM records.candidates)
LEFT JOIN (SELECT revision_id, published FROM records.revisions) USING (revision_id)
LEFT JOIN (SELECT outlet_id, timezone FROM records.outlets) USING (outlet_id)
WHERE candidate_id IN (SELECT candidate_id FROM records.waiting_candidates);
UPDATE records.waiting_candidates SET day = dated.day, seen = dated.seen
FROM dated WHERE dated.candidate_id = waiting_candidates.candidate_id;
DROP TABLE dated;

-- Which trusts each text names and of which kinds of funding it tells, for the queue's filters.
CREATE TABLE records.article_labels (
    "label" VARCHAR NOT NULL,  -- TRUST or FUNDING
    identifier VARCHAR NOT NULL, -- the trust's slug; the kind of funding
    article_id UUID NOT NULL,  -- the article
    revision_id UUID NOT NULL  -- the text
);
INSERT INTO records.article_labels BY NAME
SELECT DISTINCT found."label" AS "label", found.identifier AS identifier, article_id, revision_id
FROM (SELECT revision_id, unnest(mentions) AS found FROM records.taggings WHERE len(mentions) > 0)
JOIN (SELECT revision_id, article_id FROM records.revisions) USING (revision_id)
WHERE found."label" = 'TRUST'
UNION ALL BY NAME
SELECT DISTINCT 'FUNDING' AS "label", found.kind AS identifier, article_id, revision_id
FROM (SELECT revision_id, unnest(funding) AS found FROM records.taggings WHERE len(funding) > 0)
JOIN (SELECT revision_id, article_id FROM records.revisions) USING (revision_id);
