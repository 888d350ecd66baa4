-- The judgements that one text states, in its order.
SELECT * FROM (
    SELECT unnest(judgements, recursive := true) FROM records.taggings WHERE revision_id = $revision_id::UUID
) ORDER BY "start", "end"
