-- How many cards wait by the days since their best passage was first put forward, as of $now.
SELECT state, greatest(0, date_diff('day', day_at(first_made_at, 'Europe/London'), day_at($now::TIMESTAMPTZ, 'Europe/London'))) AS days, count(*) AS cards
FROM live.waiting JOIN records.candidates USING (candidate_id)
WHERE live.waiting.state IN ('open', 'deferred') AND leads_under(live.waiting.leads, NULL, NULL, NULL)
GROUP BY ALL
ORDER BY state, days
