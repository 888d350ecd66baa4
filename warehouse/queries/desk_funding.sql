-- The funding figures of one text, in its order.
SELECT * FROM (
    SELECT unnest(funding, recursive := true) FROM records.taggings WHERE revision_id = $revision_id::UUID
) ORDER BY "start", "end"
