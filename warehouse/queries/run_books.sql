-- The books of these runs, by outlet.
SELECT
    outlet_id, sum(fetched)::BIGINT AS fetched, sum(stored)::BIGINT AS stored, sum(unchanged)::BIGINT AS unchanged,
    sum(quarantined)::BIGINT AS quarantined, sum(dropped)::BIGINT AS dropped, sum(pending)::BIGINT AS pending,
    bool_and(balanced) AS balanced
FROM books
WHERE run_id IN (SELECT unnest($run_ids::UUID[]))
GROUP BY outlet_id
ORDER BY outlet_id
