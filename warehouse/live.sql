-- What the owner alone knows, in memory: the decisions that the warehouse's file does not hold yet, and the queue with them.
CREATE TABLE live.undrained (
    sequence BIGINT, decision_id UUID, candidate_id UUID, action VARCHAR, editor VARCHAR, note VARCHAR,
    decided_at TIMESTAMPTZ, stance VARCHAR, direction VARCHAR, reason VARCHAR, action_id UUID
);
CREATE VIEW live.said AS
SELECT
    candidate_id, coalesce(warehouse.main.state_after(arg_max(action, sequence)), 'open') AS state
FROM live.undrained GROUP BY candidate_id;
-- Cards of which something was just decided: which passage is the best of each has changed.
CREATE VIEW live.touched AS
SELECT DISTINCT policy_id, story_id FROM warehouse.records.waiting_candidates SEMI JOIN live.said USING (candidate_id);
CREATE VIEW live.touched_rows AS
SELECT *, warehouse.main.leads_of(policy_id, story_id, state, outlet_id, stance, direction, score, candidate_id) AS leads
FROM (
    SELECT held.* EXCLUDE (leads) REPLACE (coalesce(said.state, held.state) AS state)
    FROM warehouse.records.waiting_candidates AS held
    SEMI JOIN live.touched USING (policy_id, story_id)
    LEFT JOIN live.said USING (candidate_id)
);
CREATE VIEW live.waiting AS
SELECT * FROM warehouse.records.waiting_candidates ANTI JOIN live.touched USING (policy_id, story_id)
UNION ALL BY NAME
SELECT * FROM live.touched_rows;
-- Add the numbers up: a card in the overlay is its rows as the file has them, taken away, and as they are now.
CREATE VIEW live.waiting_counts AS
SELECT policy_id, outlet_id, stance, direction, state, band, leads, number FROM warehouse.records.waiting_counts
UNION ALL
SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, leads, -1 AS number
FROM warehouse.records.waiting_candidates SEMI JOIN live.touched USING (policy_id, story_id)
UNION ALL
SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, leads, 1 AS number
FROM live.touched_rows;
CREATE VIEW live.decisions AS
SELECT decision_id, sequence, candidate_id, action, editor, note, decided_at, stance, direction, reject_reason, action_id
FROM warehouse.records.decisions
UNION ALL BY NAME
SELECT decision_id, sequence, candidate_id, action, editor, note, decided_at,
    coalesce(undrained.stance, candidates.stance) AS stance,
    coalesce(undrained.direction, candidates.direction) AS direction, undrained.reason AS reject_reason, coalesce(undrained.action_id, decision_id) AS action_id
FROM live.undrained JOIN warehouse.records.candidates USING (candidate_id)
WHERE sequence > (SELECT coalesce(max(sequence), 0) FROM warehouse.records.decisions);
