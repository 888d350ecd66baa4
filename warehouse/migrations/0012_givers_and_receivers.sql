-- Who gives a sum and who gets it, by identifier and with how sure that is; and the bodies that are neither council nor trust.
-- What was read before keeps its codes; the names that stood for a giver become slugs. `reprocess --stale` reads it all again.
-- By a new type for the list: DuckDB cannot read a field that was added to a list's structs from its log after a kill.
CREATE TABLE reference.public_bodies (
    slug VARCHAR NOT NULL, -- the identifier that funding carries
    name VARCHAR NOT NULL, -- its name now
    kind VARCHAR NOT NULL, -- government, department or national body
    aliases VARCHAR[],     -- other names and abbreviations
    former_names VARCHAR[], -- its own, and those of bodies that went into it
    people VARCHAR[]       -- offices that stand for it
);
CREATE TEMP TABLE told AS
SELECT revision_id, list_transform(funding, lambda x: struct_pack(
    "start" := x."start", "end" := x."end", "text" := x."text", minimum := x.minimum, maximum := x.maximum, period := x.period, kind := x.kind,
    giver_id := CASE x.giver
        WHEN 'Department for Education' THEN 'department-for-education'
        WHEN 'Ministry of Housing, Communities and Local Government' THEN 'ministry-of-housing-communities-and-local-government'
        WHEN 'HM Treasury' THEN 'hm-treasury'
        WHEN 'Department of Health and Social Care' THEN 'department-of-health-and-social-care'
        WHEN 'Welsh Government' THEN 'welsh-government'
        WHEN 'Scottish Government' THEN 'scottish-government'
        WHEN 'National Lottery' THEN 'national-lottery'
        WHEN 'UK government' THEN 'uk-government'
        ELSE x.giver
    END,
    receiver_id := x.receiver, nation := x.nation, announced := x.announced, starts := x.starts, ends := x.ends,
    confidence := x.confidence, "rule" := x."rule", field := x.field,
    giver_certainty := CASE WHEN x.giver IS NOT NULL THEN x.confidence END,
    receiver_certainty := CASE WHEN x.receiver IS NOT NULL THEN x.confidence END
)) AS funding
FROM records.taggings;
ALTER TABLE records.taggings ALTER COLUMN funding TYPE STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR, minimum DOUBLE, maximum DOUBLE, period VARCHAR, kind VARCHAR, giver_id VARCHAR, receiver_id VARCHAR, nation VARCHAR, announced VARCHAR, starts DATE, ends DATE, confidence DOUBLE, "rule" VARCHAR, field VARCHAR, giver_certainty DOUBLE, receiver_certainty DOUBLE)[] USING NULL;
UPDATE records.taggings SET funding = told.funding FROM told WHERE told.revision_id = taggings.revision_id;
DROP TABLE told;
