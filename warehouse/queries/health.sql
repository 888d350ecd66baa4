-- The state of the warehouse in one row: what it holds, what was refused, and how old it is.
SELECT
    (SELECT count(*) FROM records.articles) AS articles, (SELECT count(*) FROM records.revisions) AS revisions,
    (SELECT count(*) FROM records.candidates) AS candidates, (SELECT count(*) FROM live.decisions) AS decisions,
    (SELECT coalesce(sum(number), 0)::BIGINT FROM live.waiting_counts WHERE state = 'open') AS waiting,
    (SELECT count(*) FROM bookkeeping.batches) AS batches, (SELECT max(loaded_at) FROM bookkeeping.batches) AS last_load,
    (SELECT count(*) FROM bookkeeping.refused_batches) AS refused_batches,
    (SELECT count(*) FROM books WHERE NOT balanced) AS unbalanced_runs,
    (SELECT count(*) FROM bookkeeping.events) AS file_events, (SELECT max(number) FROM bookkeeping.migrations) AS migration;
