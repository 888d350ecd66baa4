-- Every change of a policy's words and every act on a text that was read with doubt, the earliest first: what the audit log is made over.
SELECT 'policy edit' AS kind, edit_id AS row_id, edited_at AS "at", [policy_id, editor, before, after, words] AS said
FROM records.policy_edits
UNION ALL
SELECT 'text review' AS kind, review_id AS row_id, noted_at AS "at", [revision_id::VARCHAR, action, editor, note] AS said
FROM records.text_reviews
ORDER BY "at", kind, row_id;
