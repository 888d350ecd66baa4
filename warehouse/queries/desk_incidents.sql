-- The breakages of outlets: those that last, and the fifty that were mended latest.
SELECT
    incidents.incident_id, incidents.outlet_id, coalesce(outlets.name, incidents.outlet_id) AS outlet_name,
    incidents.kind, incidents.detail, incidents.opened_at, incidents.closed_at
FROM (
    SELECT * FROM records.incidents
    QUALIFY row_number() OVER (PARTITION BY incident_id ORDER BY closed_at NULLS LAST, opened_at) = 1
) AS incidents
LEFT JOIN records.outlets USING (outlet_id)
ORDER BY incidents.closed_at DESC NULLS FIRST, incidents.opened_at DESC
LIMIT 50
