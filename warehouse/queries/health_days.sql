-- The judged days of an outlet since a day, each with how sound its articles were: median length of the bodies, the share
-- that has a date, the share behind a wall.
WITH older AS ( -- so that no text is read but those of the time asked for
    SELECT article_id FROM records.revisions WHERE outlet_id = $outlet_id AND first_captured_at < $since::DATE
), written AS (
    SELECT article_id, arg_min(length(text), first_captured_at) AS characters, min(first_captured_at) AS seen,
        arg_min(published, first_captured_at) AS published, arg_min(wall, first_captured_at) AS wall
    FROM records.revisions
    WHERE outlet_id = $outlet_id AND first_captured_at >= $since::DATE AND article_id NOT IN (SELECT article_id FROM older)
    GROUP BY article_id
), sound AS (
    SELECT timezone($timezone, CASE WHEN published <= seen THEN published ELSE seen END)::DATE AS day,
        median(characters) AS characters, avg((published IS NOT NULL)::INTEGER) AS dated,
        avg((wall IN ('registration', 'subscription'))::INTEGER) AS walled
    FROM written GROUP BY ALL
)
SELECT outlet_days.day, outlet_days.state, outlet_days.listed, outlet_days.stored, characters, dated, walled
FROM records.outlet_days LEFT JOIN sound USING (day)
WHERE outlet_days.outlet_id = $outlet_id AND outlet_days.day >= $since::DATE
ORDER BY outlet_days.day;
