-- The latest text of each article whose confidence is under $below, the most doubtful first, $number of them.
WITH latest AS (
    SELECT revision_id, article_id, outlet_id, title, published, wall, confidence, reasons, length(text) AS characters
    FROM records.revisions
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY last_captured_at DESC, made_at DESC) = 1
)
SELECT latest.*, coalesce(outlets.name, latest.outlet_id) AS outlet_name, day_at(latest.published, outlets.timezone) AS published_day
FROM latest LEFT JOIN records.outlets USING (outlet_id)
WHERE latest.confidence < $below::DOUBLE
ORDER BY latest.confidence, latest.published DESC NULLS LAST, latest.revision_id
LIMIT $number
