-- Batches that did not fit, the newest first.
SELECT * FROM bookkeeping.refused_batches ORDER BY refused_at DESC;
