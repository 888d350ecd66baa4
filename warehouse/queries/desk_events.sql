-- The events that one text tells of, in its order.
SELECT * FROM (
    SELECT unnest(events, recursive := true) FROM records.taggings WHERE revision_id = $revision_id::UUID
) ORDER BY "start", "end"
