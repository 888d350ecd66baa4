-- The latest judgement of a day holds.
DELETE FROM records.outlet_days AS held USING batch
WHERE held.outlet_id = batch.outlet_id AND held.day = batch.day AND held.judged_at <= batch.judged_at;
INSERT INTO records.outlet_days BY NAME
SELECT * FROM batch
WHERE NOT EXISTS (
    SELECT 1 FROM records.outlet_days AS held WHERE held.outlet_id = batch.outlet_id AND held.day = batch.day
)
QUALIFY row_number() OVER (PARTITION BY outlet_id, day ORDER BY judged_at DESC) = 1;
