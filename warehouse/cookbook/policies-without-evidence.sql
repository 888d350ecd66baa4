-- Which policies have had no evidence for a while?
-- Subject: Policies and evidence
-- With the newest evidence, how much there is in all, and how many candidates wait undecided.
-- Not known: whether nothing happened or nobody reported it; the policy's page says how complete the watch was.
-- $days number 90: how long
-- $today day today: the day from which to look back
SELECT policies.policy_id AS policy_id, policies.title AS policy, status, max(evidence.published_day) AS newest_evidence,
    $today::DATE - max(evidence.published_day) AS days, count(evidence.candidate_id) AS pieces,
    (SELECT count(*) FROM candidates WHERE candidates.policy_id = policies.policy_id AND state = 'open') AS waiting
FROM policies LEFT JOIN evidence USING (policy_id)
WHERE listed
GROUP BY policies.policy_id, policies.title, status
HAVING max(evidence.published_day) IS NULL OR $today::DATE - max(evidence.published_day) > $days
ORDER BY newest_evidence NULLS FIRST, policy;
