-- What articles tell of any of $bodies: events with the day that the text names, or else the article's; $number of them.
SELECT kind, bodies, happens, happens_precision, happens_from, coalesce(happens_from, published_day) AS on_day, published_day, title, article_id, events.outlet_id,
    coalesce(outlets.name, events.outlet_id) AS outlet_name, passage
FROM events LEFT JOIN records.outlets USING (outlet_id)
WHERE list_has_any(bodies, $bodies::VARCHAR[])
ORDER BY on_day DESC NULLS LAST, article_id, start_offset
LIMIT $number
