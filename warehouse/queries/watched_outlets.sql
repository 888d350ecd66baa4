-- Of each enabled outlet, on how many days from $since to $until nothing can have been missed. `first` is the first day that
-- counts: $since, or where that is empty the first assessed day of any outlet; `ever` says whether the outlet was ever assessed.
WITH assessed AS (
    SELECT outlet_id, day, state FROM records.outlet_days SEMI JOIN outlets ON outlets.outlet_id = outlet_days.outlet_id AND enabled
    WHERE day <= $until::DATE
), watched AS (
    SELECT outlet_id, count(DISTINCT day) AS days FROM assessed
    WHERE ($since::DATE IS NULL OR day >= $since) AND state IN (SELECT unnest($states::VARCHAR[]))
    GROUP BY outlet_id
)
SELECT name, coalesce(watched.days, 0)::BIGINT AS days, coalesce($since::DATE, (SELECT min(day) FROM assessed)) AS first,
    outlet_id IN (SELECT outlet_id FROM assessed) AS ever
FROM outlets LEFT JOIN watched USING (outlet_id)
WHERE enabled
ORDER BY name
