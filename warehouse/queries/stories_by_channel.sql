-- For each policy, the stories of which a passage is accepted, by who reported them: outlets of the trade press, outlets of
-- other sorts, and both. A copy of another report is no report of its own.
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action FROM live.decisions GROUP BY candidate_id
), accepted AS (
    SELECT DISTINCT policy_id, story_id
    FROM said JOIN records.candidates USING (candidate_id) JOIN records.story_articles USING (article_id)
    WHERE action = 'accept' AND ($policy_id::VARCHAR IS NULL OR policy_id = $policy_id)
), told AS (
    SELECT policy_id, story_id, bool_or(tier = 'trade press') AS trade, bool_or(tier <> 'trade press') AS others
    FROM accepted
    JOIN records.story_articles USING (story_id)
    JOIN records.articles USING (article_id)
    JOIN records.outlets USING (outlet_id)
    WHERE relation <> 'copy'
    GROUP BY ALL
)
SELECT policy_id, count(*) AS stories, count(*) FILTER (trade) AS trade, count(*) FILTER (others) AS others,
    count(*) FILTER (trade AND others) AS "both"
FROM told
GROUP BY policy_id
ORDER BY policy_id;
