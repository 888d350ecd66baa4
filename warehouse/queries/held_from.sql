-- The candidates that an editor ($viewer) has decided and that a second review holds.
SELECT candidate_id FROM live.held_by($viewer);
