-- How many passages are accepted for each policy by story and stance, and when the newest of them was published.
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action, max_by(stance, sequence) AS stance FROM live.decisions GROUP BY candidate_id
)
SELECT candidates.policy_id, coalesce(held.story_id, candidates.article_id) AS story_id, coalesce(said.stance, candidates.stance) AS stance,
    count(*) AS passages, max(day_at(revisions.published, outlets.timezone)) AS newest
FROM said
JOIN records.candidates USING (candidate_id)
JOIN records.revisions USING (revision_id)
LEFT JOIN records.story_articles AS held ON held.article_id = candidates.article_id
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id
WHERE said.action = 'accept'
GROUP BY ALL;
