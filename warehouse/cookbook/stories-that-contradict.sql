-- Which stories contradict a promise, and who else reports them?
-- Subject: Policies and evidence
-- Stories with a passage that shows a policy further from being kept, accepted or not yet decided, with what else the story's passages say of that policy.
-- Not known: whether a passage that nobody has decided is evidence.
-- $since day -365: the first day of the first report
-- $policy text : a policy's identifier; empty for all
SELECT coalesce(policies.title, policy_id) AS policy, stories.title AS story, stories.began::DATE AS began,
    count(*) FILTER (direction = 'contradicts') AS contradicting, count(*) FILTER (direction = 'advances') AS advancing,
    count(*) FILTER (state = 'accepted') AS accepted, any_value(stories.outlets) AS outlets, any_value(stories.independent) AS independent,
    any_value(stories.url) AS url
FROM candidates JOIN stories USING (story_id) LEFT JOIN policies USING (policy_id)
WHERE state <> 'rejected' AND state <> 'withdrawn' AND stories.began::DATE >= $since::DATE AND ($policy IS NULL OR policy_id = $policy)
GROUP BY policies.title, policy_id, story_id, stories.title, stories.began
HAVING count(*) FILTER (direction = 'contradicts') > 0
ORDER BY independent DESC, contradicting DESC, began DESC, policy, url;
