-- How much each outlet named on each day since a day, by the day of publication on its own clock, beside what its own pattern
-- lets expect; days on which it was broken or not crawled are left out, for they say nothing of the season.
WITH named AS (
    SELECT fetches.outlet_id, fetches.url, any_value(outlets.timezone) AS timezone, min(fetches.started_at) AS seen,
        coalesce(min(fetches.listed_published), min(revisions.published)) AS published
    FROM records.fetches JOIN records.runs USING (run_id) JOIN outlets ON outlets.outlet_id = fetches.outlet_id
    LEFT JOIN records.revisions ON revisions.capture_id = fetches.capture_id
    WHERE fetches.kind = 'article' AND runs.kind = 'ingest'
    GROUP BY fetches.outlet_id, fetches.url HAVING min(fetches.started_at) >= $since::DATE - INTERVAL 1 DAY
), listed AS (
    SELECT outlet_id, timezone(timezone, CASE WHEN published <= seen THEN published ELSE seen END)::DATE AS day, count(*) AS listed
    FROM named GROUP BY ALL
), usual AS ( -- for a day that was not assessed yet, as for the same weekday before
    SELECT outlet_id, isodow(day) AS weekday, max_by(expected, day) AS expected
    FROM records.outlet_days WHERE day >= $since::DATE - INTERVAL 14 DAYS GROUP BY ALL
), looked AS (
    SELECT outlet_id, timezone(outlets.timezone, max(started_at))::DATE AS last
    FROM records.runs JOIN outlets USING (outlet_id) WHERE kind = 'ingest' AND state = 'finished'
    GROUP BY outlet_id, outlets.timezone
), calendar AS (
    SELECT outlet_id, tier, unnest(generate_series($since::DATE, $until::DATE, INTERVAL 1 DAY))::DATE AS day FROM outlets WHERE enabled
)
SELECT calendar.outlet_id, calendar.tier, calendar.day, coalesce(listed.listed, 0)::BIGINT AS listed,
    coalesce(outlet_days.expected, usual.expected) AS expected
FROM calendar JOIN looked ON looked.outlet_id = calendar.outlet_id AND calendar.day < looked.last
LEFT JOIN records.outlet_days ON outlet_days.outlet_id = calendar.outlet_id AND outlet_days.day = calendar.day
LEFT JOIN usual ON usual.outlet_id = calendar.outlet_id AND usual.weekday = isodow(calendar.day)
LEFT JOIN listed ON listed.outlet_id = calendar.outlet_id AND listed.day = calendar.day
WHERE coalesce(outlet_days.state, 'quiet') NOT IN ('broken', 'not crawled') AND coalesce(outlet_days.expected, usual.expected) IS NOT NULL
ORDER BY calendar.day, calendar.outlet_id
