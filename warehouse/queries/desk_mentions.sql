-- The councils and trusts that one text mentions, in its order.
SELECT * FROM (
    SELECT unnest(mentions, recursive := true) FROM records.taggings WHERE revision_id = $revision_id::UUID
) ORDER BY "start", "end"
