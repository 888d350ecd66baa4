-- The articles of an outlet that were stored since a time, as to their soundness, with the day of their first capture on
-- the outlet's own clock; in the order of capture.
SELECT timezone($timezone, min(first_captured_at))::DATE AS day, arg_min(length(text), first_captured_at) AS characters,
    arg_min(published IS NOT NULL, first_captured_at) AS dated,
    arg_min(wall IN ('registration', 'subscription'), first_captured_at) AS walled
FROM records.revisions
WHERE outlet_id = $outlet_id AND first_captured_at >= $since::TIMESTAMPTZ AND article_id NOT IN (
    SELECT article_id FROM records.revisions WHERE outlet_id = $outlet_id AND first_captured_at < $since::TIMESTAMPTZ
)
GROUP BY article_id
ORDER BY min(first_captured_at);
