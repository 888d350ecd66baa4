-- The names of the policies and outlets, for the desk's filters.
SELECT 'policy' AS kind, policy_id AS id, title AS name FROM records.policies WHERE listed
UNION ALL
SELECT 'outlet', outlet_id, name FROM records.outlets
ORDER BY kind, name, id
