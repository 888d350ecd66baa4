-- For each policy and quarter of the score: the cards that were found to be evidence without being drawn at random, those that
-- are left (undecided, or decided because they were drawn), and of these how many were drawn and decided, and how many accepted.
WITH said AS (
    SELECT candidate_id, max_by(action, sequence) AS action FROM live.decisions GROUP BY candidate_id
), drawn AS (
    SELECT DISTINCT candidate_id FROM records.decision_rankings JOIN records.decisions USING (decision_id) WHERE sampled
), cards AS (
    SELECT policy_id, coalesce(held.story_id, candidates.article_id) AS story_id, max(score) AS score,
        coalesce(bool_or(decided(state_after(said.action))), false) AS decided,
        coalesce(bool_or(said.action = 'accept'), false) AS accepted,
        bool_or(drawn.candidate_id IS NOT NULL) AS drawn
    FROM records.candidates
    LEFT JOIN said USING (candidate_id)
    LEFT JOIN drawn USING (candidate_id)
    LEFT JOIN records.story_articles AS held ON held.article_id = candidates.article_id
    WHERE (current OR said.action IS NOT NULL) AND ($policy_id::VARCHAR IS NULL OR policy_id = $policy_id)
    GROUP BY ALL
)
SELECT policy_id, least(3, floor(score * 4))::INTEGER AS quarter,
    count(*) FILTER (accepted AND NOT drawn) AS found,
    count(*) FILTER (drawn OR NOT decided) AS left,
    count(*) FILTER (drawn AND decided) AS read,
    count(*) FILTER (drawn AND accepted) AS evidence
FROM cards
GROUP BY ALL
ORDER BY ALL;
