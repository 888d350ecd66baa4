-- How does the evidence on each policy stand, quarter by quarter?
-- Subject: Policies and evidence
-- Accepted passages that advance it, contradict it, or are context, by the quarter in which their articles were published.
-- Not known: the quarter of an article without a date; candidates that nobody decided are counted in policies-without-evidence.
-- $policy text : a policy's identifier; empty for all
WITH dated AS (
    SELECT *, if(published_day IS NULL, 'not dated', year(published_day) || ' Q' || quarter(published_day)) AS quarter FROM evidence
    WHERE $policy IS NULL OR policy_id = $policy
)
SELECT policy, quarter, count(*) FILTER (direction = 'advances') AS advancing, count(*) FILTER (direction = 'contradicts') AS contradicting,
    count(*) FILTER (direction = 'context') AS of_context, count(DISTINCT outlet_id) AS outlets
FROM dated
GROUP BY policy, quarter
ORDER BY policy, quarter = 'not dated', quarter DESC;
