-- What the owner alone knows, in memory: the decisions that the warehouse's file does not hold yet, and the queue with them.
CREATE TABLE live.undrained (
    sequence BIGINT, decision_id UUID, candidate_id UUID, action VARCHAR, editor VARCHAR, note VARCHAR,
    decided_at TIMESTAMPTZ, stance VARCHAR, reason VARCHAR
);
CREATE VIEW live.said AS
SELECT candidate_id, arg_max(action, sequence) AS action FROM live.undrained GROUP BY candidate_id;
CREATE VIEW live.waiting AS
SELECT
    waiting.* REPLACE (
        CASE said.action
            WHEN 'accept' THEN 'accepted' WHEN 'reject' THEN 'rejected' WHEN 'defer' THEN 'deferred' WHEN 'reopen' THEN 'open'
            ELSE waiting.state
        END AS state
    )
FROM warehouse.records.waiting_candidates AS waiting LEFT JOIN live.said USING (candidate_id);
CREATE VIEW live.decisions AS
SELECT decision_id, sequence, candidate_id, action, editor, note, decided_at, stance, reject_reason
FROM warehouse.records.decisions
UNION ALL BY NAME
SELECT decision_id, sequence, candidate_id, action, editor, note, decided_at,
    coalesce(undrained.stance, candidates.stance) AS stance, undrained.reason AS reject_reason
FROM live.undrained JOIN warehouse.records.candidates USING (candidate_id)
WHERE sequence > (SELECT coalesce(max(sequence), 0) FROM warehouse.records.decisions);
