-- The queue's candidates and its counts, after what the statements before this left in `leaving` (counts) and `entering`.
INSERT INTO records.waiting_candidates BY NAME SELECT * FROM entering;
UPDATE bookkeeping.queue_order SET came = came + (SELECT count(*) FROM entering);
CREATE TEMP TABLE recounted AS
SELECT policy_id, outlet_id, stance, direction, state, band, sum(number)::BIGINT AS number
FROM (
    SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, 1 AS number FROM entering
    UNION ALL BY NAME
    SELECT policy_id, outlet_id, stance, direction, state, band, -number AS number FROM leaving
)
GROUP BY ALL HAVING sum(number) <> 0;
UPDATE records.waiting_counts SET number = waiting_counts.number + recounted.number
FROM recounted
WHERE waiting_counts.policy_id = recounted.policy_id AND waiting_counts.outlet_id = recounted.outlet_id
    AND waiting_counts.stance = recounted.stance
    AND waiting_counts.direction = recounted.direction AND waiting_counts.state = recounted.state
    AND waiting_counts.band = recounted.band;
INSERT INTO records.waiting_counts BY NAME
SELECT * FROM recounted ANTI JOIN records.waiting_counts USING (policy_id, outlet_id, stance, direction, state, band);
DROP TABLE leaving;
DROP TABLE entering;
DROP TABLE recounted;
