-- How many rows of the book of verdicts the warehouse holds, and the hash of the last one.
SELECT count(*) AS rows, arg_max(sha256, sequence) AS sha256 FROM records.verdicts;
