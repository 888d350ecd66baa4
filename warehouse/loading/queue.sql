-- The queue's candidates and its counts, after what the statements before this left in `leaving` and `entering` (rows that go, and rows that
-- come) and in `touched`: cards of which others may wait. They are looked at again: which passage is the best of each, under which filters.
CREATE TEMP TABLE earlier AS
SELECT waiting.* FROM records.waiting_candidates AS waiting SEMI JOIN touched USING (policy_id, story_id);
-- A better passage of its card takes filters from a passage: eight windows would say the same at five times the cost.
CREATE TEMP TABLE later AS
WITH cards AS (
    SELECT * EXCLUDE (leads) FROM earlier WHERE candidate_id NOT IN (SELECT candidate_id FROM leaving)
    UNION ALL BY NAME
    SELECT * FROM entering
), behind AS (
    SELECT one.candidate_id, bit_or(leads_taken(
        one.outlet_id = better.outlet_id, one.stance = better.stance, one.direction = better.direction
    )) AS taken
    FROM cards AS one JOIN cards AS better USING (policy_id, story_id, state)
    WHERE better.score > one.score OR (better.score = one.score AND better.candidate_id < one.candidate_id)
    GROUP BY one.candidate_id
)
SELECT cards.*, xor(255, coalesce(taken, 0)) AS leads FROM cards LEFT JOIN behind USING (candidate_id);
DELETE FROM records.waiting_candidates WHERE candidate_id IN (SELECT candidate_id FROM leaving);
INSERT INTO records.waiting_candidates BY NAME
SELECT later.* FROM later SEMI JOIN entering USING (candidate_id) ORDER BY score DESC;
UPDATE records.waiting_candidates SET leads = later.leads
FROM later JOIN earlier USING (candidate_id)
WHERE waiting_candidates.candidate_id = later.candidate_id AND later.leads <> earlier.leads
    AND later.candidate_id NOT IN (SELECT candidate_id FROM entering);
UPDATE bookkeeping.queue_order SET came = came + (SELECT count(*) FROM entering);
CREATE TEMP TABLE recounted AS
SELECT policy_id, outlet_id, stance, direction, state, band, leads, sum(number)::BIGINT AS number
FROM (
    SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, leads, 1 AS number FROM later
    UNION ALL BY NAME
    SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, leads, -1 AS number FROM earlier
)
GROUP BY ALL HAVING sum(number) <> 0;
UPDATE records.waiting_counts SET number = waiting_counts.number + recounted.number
FROM recounted
WHERE waiting_counts.policy_id = recounted.policy_id AND waiting_counts.outlet_id = recounted.outlet_id
    AND waiting_counts.stance = recounted.stance
    AND waiting_counts.direction = recounted.direction AND waiting_counts.state = recounted.state
    AND waiting_counts.band = recounted.band AND waiting_counts.leads = recounted.leads;
INSERT INTO records.waiting_counts BY NAME
SELECT * FROM recounted ANTI JOIN records.waiting_counts USING (policy_id, outlet_id, stance, direction, state, band, leads);
DROP TABLE leaving;
DROP TABLE entering;
DROP TABLE touched;
DROP TABLE earlier;
DROP TABLE later;
DROP TABLE recounted;
