-- How many decisions the warehouse holds.
SELECT count(*) AS decisions FROM records.decisions;
