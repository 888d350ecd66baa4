-- The latest text of each article whose confidence is under $below, the most doubtful first, $number of them, but for those that somebody accepted or
-- called badly extracted; each with what was done about it last.
WITH latest AS (
    SELECT revision_id, article_id, outlet_id, title, published, wall, confidence, reasons, length(text) AS characters
    FROM records.revisions
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY last_captured_at DESC, made_at DESC) = 1
), reviewed AS (
    SELECT revision_id, action, editor, note, noted_at FROM records.text_reviews
    QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY noted_at DESC, review_id) = 1
)
SELECT latest.*, coalesce(outlets.name, latest.outlet_id) AS outlet_name, day_at(latest.published, outlets.timezone) AS published_day,
    reviewed.action AS review, reviewed.editor AS reviewer, reviewed.note AS review_note, reviewed.noted_at AS reviewed_at
FROM latest LEFT JOIN records.outlets USING (outlet_id) LEFT JOIN reviewed USING (revision_id)
WHERE latest.confidence < $below::DOUBLE AND (reviewed.action IS NULL OR reviewed.action NOT IN ('accept', 'bad extraction'))
ORDER BY latest.confidence, latest.published DESC NULLS LAST, latest.revision_id
LIMIT $number
