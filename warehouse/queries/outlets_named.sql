-- Every outlet's name, and how much of it may be republished.
SELECT outlet_id, name, republish FROM records.outlets ORDER BY outlet_id;
