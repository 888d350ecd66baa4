-- The queue's candidates and its counts, after what the statements before this left in `leaving` and `entering`: rows that go, and rows that come.
-- The cards that this touches are looked at again: which passage is the best of each, under which filters.
CREATE TEMP TABLE touched AS
SELECT DISTINCT policy_id, story_id FROM (
    SELECT policy_id, story_id FROM leaving UNION ALL SELECT policy_id, story_id FROM entering
);
CREATE TEMP TABLE earlier AS
SELECT waiting.* FROM records.waiting_candidates AS waiting SEMI JOIN touched USING (policy_id, story_id);
CREATE TEMP TABLE later AS
SELECT *, leads_of(policy_id, story_id, state, outlet_id, stance, direction, score, candidate_id) AS leads
FROM (
    SELECT * EXCLUDE (leads) FROM earlier WHERE candidate_id NOT IN (SELECT candidate_id FROM leaving)
    UNION ALL BY NAME
    SELECT * FROM entering
);
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
