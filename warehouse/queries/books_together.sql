-- The books of every run, added up.
SELECT
    coalesce(sum(fetched), 0)::BIGINT AS fetched, coalesce(sum(stored), 0)::BIGINT AS stored,
    coalesce(sum(unchanged), 0)::BIGINT AS unchanged, coalesce(sum(quarantined), 0)::BIGINT AS quarantined,
    coalesce(sum(dropped), 0)::BIGINT AS dropped, coalesce(sum(pending), 0)::BIGINT AS pending,
    coalesce(bool_and(balanced), true) AS balanced
FROM books
