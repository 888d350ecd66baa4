-- How much the tagger found in the latest texts, by label.
WITH latest AS (
    SELECT taggings.* FROM records.taggings JOIN articles USING (revision_id)
), found AS (
    SELECT unnest([m.label FOR m IN mentions]) AS label FROM latest
    UNION ALL SELECT unnest(['FUNDING' FOR _ IN funding]) FROM latest
    UNION ALL SELECT unnest(['JUDGEMENT' FOR _ IN judgements]) FROM latest
    UNION ALL SELECT unnest(['EVENT' FOR _ IN events]) FROM latest
)
SELECT label, count(*) AS mentions FROM found GROUP BY label ORDER BY label
