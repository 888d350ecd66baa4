-- One policy as its file has it: its words, its status there, and the vocabulary of its tracker.
SELECT
    policy_id, version, title, promise, party, year, source, document, since, completion, progress, failure, status,
    statuses
FROM records.policies WHERE policy_id = $policy_id;
