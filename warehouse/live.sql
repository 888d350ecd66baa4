-- What the owner alone knows, in memory: the decisions that the warehouse's file does not hold yet, and the queue with them.
CREATE TABLE live.undrained (
    sequence BIGINT, decision_id UUID, candidate_id UUID, action VARCHAR, editor VARCHAR, note VARCHAR,
    decided_at TIMESTAMPTZ, stance VARCHAR, direction VARCHAR, reason VARCHAR, action_id UUID, reading VARCHAR, reads UUID,
    quotation STRUCT(revision_id VARCHAR, content_sha256 VARCHAR, field VARCHAR, "start" BIGINT, "end" BIGINT, words VARCHAR)
);
-- Which candidates are in a review by two editors, whose decisions on them are held, and which those are.
CREATE TABLE live.in_review (candidate_id UUID, first_id UUID, first_editor VARCHAR, second_id UUID, second_editor VARCHAR);
-- What became of each candidate by the decisions above that stand: kept with them, because every page of the queue asks for it.
CREATE TABLE live.said (candidate_id UUID, state VARCHAR);
-- Candidates that were put back into the queue by the decisions above, as an undo does: the file has them in its queue again only when it holds
-- those decisions, and an undo waits for no load.
CREATE TABLE live.returned AS SELECT * FROM warehouse.records.waiting_candidates LIMIT 0;
CREATE VIEW live.waiting_rows AS
SELECT * FROM warehouse.records.waiting_candidates
UNION ALL BY NAME
SELECT * FROM live.returned WHERE candidate_id NOT IN (SELECT candidate_id FROM warehouse.records.waiting_candidates SEMI JOIN live.returned USING (candidate_id));
-- What an editor's own decision holds is out of that editor's queue, and of nobody else's.
CREATE MACRO live.held_by(viewer) AS TABLE
SELECT candidate_id FROM live.in_review WHERE first_editor = viewer OR second_editor = viewer;
CREATE MACRO live.said_of(viewer) AS TABLE
SELECT candidate_id, state FROM live.said WHERE candidate_id NOT IN (SELECT candidate_id FROM live.held_by(viewer))
UNION ALL
SELECT candidate_id, 'held' AS state FROM live.held_by(viewer);
-- Cards of which something was just decided: which passage is the best of each has changed.
CREATE MACRO live.touched_of(viewer) AS TABLE
SELECT DISTINCT policy_id, story_id FROM live.waiting_rows SEMI JOIN live.said_of(viewer) USING (candidate_id);
CREATE MACRO live.touched_rows_of(viewer) AS TABLE
SELECT *, warehouse.main.leads_of(policy_id, story_id, state, outlet_id, stance, direction, score, candidate_id) AS leads
FROM (
    SELECT held.* EXCLUDE (leads) REPLACE (coalesce(said.state, held.state) AS state)
    FROM live.waiting_rows AS held
    SEMI JOIN live.touched_of(viewer) USING (policy_id, story_id)
    LEFT JOIN live.said_of(viewer) AS said USING (candidate_id)
);
CREATE MACRO live.waiting_of(viewer) AS TABLE
SELECT * FROM warehouse.records.waiting_candidates ANTI JOIN live.touched_of(viewer) USING (policy_id, story_id)
UNION ALL BY NAME
SELECT * FROM live.touched_rows_of(viewer);
-- Add the numbers up: a card in the overlay is its rows as the file has them, taken away, and as they are now.
CREATE MACRO live.waiting_counts_of(viewer) AS TABLE
SELECT policy_id, outlet_id, stance, direction, state, band, leads, number FROM warehouse.records.waiting_counts
UNION ALL
SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, leads, -1 AS number
FROM warehouse.records.waiting_candidates SEMI JOIN live.touched_of(viewer) USING (policy_id, story_id)
UNION ALL
SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, leads, 1 AS number
FROM live.touched_rows_of(viewer);
-- The same for an editor of whom nothing is held, which is everybody while no card is read by two: DuckDB binds these at half the cost.
CREATE VIEW live.touched AS
SELECT DISTINCT policy_id, story_id FROM live.waiting_rows SEMI JOIN live.said USING (candidate_id);
CREATE VIEW live.touched_rows AS
SELECT *, warehouse.main.leads_of(policy_id, story_id, state, outlet_id, stance, direction, score, candidate_id) AS leads
FROM (
    SELECT held.* EXCLUDE (leads) REPLACE (coalesce(said.state, held.state) AS state)
    FROM live.waiting_rows AS held SEMI JOIN live.touched USING (policy_id, story_id) LEFT JOIN live.said USING (candidate_id)
);
CREATE VIEW live.waiting AS
SELECT * FROM warehouse.records.waiting_candidates ANTI JOIN live.touched USING (policy_id, story_id)
UNION ALL BY NAME
SELECT * FROM live.touched_rows;
CREATE VIEW live.waiting_counts AS
SELECT policy_id, outlet_id, stance, direction, state, band, leads, number FROM warehouse.records.waiting_counts
UNION ALL
SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, leads, -1 AS number
FROM warehouse.records.waiting_candidates SEMI JOIN live.touched USING (policy_id, story_id)
UNION ALL
SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, leads, 1 AS number
FROM live.touched_rows;
CREATE VIEW live.new_rows AS
SELECT decision_id, sequence, candidate_id, action, editor, note, decided_at,
    coalesce(undrained.stance, candidates.stance) AS stance,
    coalesce(undrained.direction, candidates.direction) AS direction, undrained.reason AS reject_reason,
    coalesce(undrained.action_id, decision_id) AS action_id, reading, reads, quotation
FROM live.undrained JOIN warehouse.records.candidates USING (candidate_id);
CREATE VIEW live.settled_decisions AS
SELECT decision_id, sequence, candidate_id, action, editor, note, decided_at, stance, direction, reject_reason, action_id, reading, reads, quotation
FROM warehouse.records.decisions;
CREATE VIEW live.settled_held AS
SELECT decision_id, sequence, candidate_id, action, editor, note, decided_at, stance, direction, reject_reason, action_id, reading, reads, quotation
FROM warehouse.records.held_decisions;
CREATE VIEW live.decisions AS
SELECT * FROM live.settled_decisions
UNION ALL BY NAME
SELECT * FROM live.new_rows
WHERE NOT warehouse.main.is_held(reading) AND sequence > (SELECT coalesce(max(sequence), 0) FROM warehouse.records.decisions);
CREATE VIEW live.held AS
SELECT * FROM live.settled_held
UNION ALL BY NAME
SELECT * FROM live.new_rows
WHERE warehouse.main.is_held(reading) AND sequence > (SELECT coalesce(max(sequence), 0) FROM warehouse.records.held_decisions);
-- What stands as an editor sees it: where a decision of this editor's is held, that one.
CREATE MACRO live.decisions_of(viewer) AS TABLE
SELECT * FROM live.decisions
UNION ALL BY NAME
SELECT * FROM live.held WHERE editor = viewer AND candidate_id IN (SELECT candidate_id FROM live.held_by(viewer));
-- All that an editor may know of: what is held is the editor's own alone, until the review is at its end or a third reading is due, which is
-- not the first two editors'.
CREATE MACRO live.told_to(viewer) AS TABLE
SELECT * FROM live.decisions
UNION ALL BY NAME
SELECT held.* FROM live.held LEFT JOIN live.in_review USING (candidate_id)
WHERE editor = viewer OR first_id IS NULL
    OR (second_id IS NOT NULL AND coalesce(viewer, '') NOT IN ('', first_editor, second_editor));
