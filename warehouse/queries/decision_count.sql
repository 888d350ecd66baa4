-- How many decisions the warehouse holds.
SELECT (SELECT count(*) FROM records.decisions) + (SELECT count(*) FROM records.held_decisions) AS decisions;
