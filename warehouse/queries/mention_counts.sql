-- How many mentions, funding figures, judgements and events the latest texts hold, by label.
WITH tagged AS (SELECT taggings.* FROM records.taggings JOIN articles USING (revision_id))
SELECT label, count(*) AS mentions FROM (SELECT unnest(mentions)."label" AS label FROM tagged) GROUP BY label
UNION ALL SELECT 'FUNDING', coalesce(sum(len(funding)), 0)::BIGINT FROM tagged
UNION ALL SELECT 'JUDGEMENT', coalesce(sum(len(judgements)), 0)::BIGINT FROM tagged
UNION ALL SELECT 'EVENT', coalesce(sum(len(events)), 0)::BIGINT FROM tagged
ORDER BY mentions DESC, label;
