-- What the last seven judged days of each outlet were, the latest first; the latest judgement of a day holds.
SELECT outlet_id, day, state, reason, listed, stored, expected FROM (
    SELECT * FROM records.outlet_days
    QUALIFY row_number() OVER (PARTITION BY outlet_id, day ORDER BY judged_at DESC) = 1
)
QUALIFY row_number() OVER (PARTITION BY outlet_id ORDER BY day DESC) <= 7
ORDER BY outlet_id, day DESC
