-- The changes of a policy's words ($policy_id) at the desk, the latest first.
SELECT edit_id, editor, edited_at, before, after, words FROM records.policy_edits
WHERE policy_id = $policy_id::VARCHAR ORDER BY edited_at DESC, edit_id;
