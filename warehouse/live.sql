-- What the owner alone knows, in memory: the decisions that the warehouse's file does not hold yet, and the queue with them.
CREATE TABLE live.undrained (
    sequence BIGINT, decision_id UUID, candidate_id UUID, action VARCHAR, editor VARCHAR, note VARCHAR,
    decided_at TIMESTAMPTZ, stance VARCHAR, direction VARCHAR, reason VARCHAR
);
CREATE VIEW live.said AS
SELECT
    candidate_id, coalesce(warehouse.main.state_after(arg_max(action, sequence)), 'open') AS state
FROM live.undrained GROUP BY candidate_id;
CREATE VIEW live.waiting AS
SELECT waiting.* REPLACE (coalesce(said.state, waiting.state) AS state)
FROM warehouse.records.waiting_candidates AS waiting LEFT JOIN live.said USING (candidate_id);
-- Add the numbers up: a candidate in the overlay is a row of -1 for the state that the file has, and of 1 for the one it got.
CREATE VIEW live.waiting_counts AS
SELECT policy_id, outlet_id, stance, direction, state, band, number FROM warehouse.records.waiting_counts
UNION ALL
SELECT
    policy_id, outlet_id, stance, direction, unnest([held.state, said.state]) AS state, floor(score * 16)::INTEGER AS band,
    unnest([-1, 1]) AS number
FROM warehouse.records.waiting_candidates AS held JOIN live.said USING (candidate_id);
CREATE VIEW live.decisions AS
SELECT decision_id, sequence, candidate_id, action, editor, note, decided_at, stance, direction, reject_reason
FROM warehouse.records.decisions
UNION ALL BY NAME
SELECT decision_id, sequence, candidate_id, action, editor, note, decided_at,
    coalesce(undrained.stance, candidates.stance) AS stance,
    coalesce(undrained.direction, candidates.direction) AS direction, undrained.reason AS reject_reason
FROM live.undrained JOIN warehouse.records.candidates USING (candidate_id)
WHERE sequence > (SELECT coalesce(max(sequence), 0) FROM warehouse.records.decisions);
