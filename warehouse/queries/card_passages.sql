-- The other passages that wait on a candidate's card: of its policy, in its story and in its state, the best first. At most `number` (200 when left out).
SELECT any_value(policy_id) AS policy_id, any_value(story_id) AS story_id, any_value(state) AS state
FROM (
    SELECT policy_id, story_id, state FROM records.waiting_candidates WHERE candidate_id = $candidate_id::UUID -- settled
    SELECT policy_id, story_id, coalesce(said.state, held.state) AS state -- overlaid
    FROM live.waiting_rows AS held LEFT JOIN live.said_of($viewer) AS said USING (candidate_id) -- overlaid
    WHERE held.candidate_id = $candidate_id::UUID -- overlaid
);
SELECT candidate_id, article_id, revision_id, outlet_id, score, stance, direction, $bound.state::VARCHAR AS state
FROM live.waiting_rows AS held
LEFT JOIN live.said_of($viewer) AS said USING (candidate_id) -- overlaid
WHERE candidate_id <> $candidate_id::UUID AND policy_id = $bound.policy_id::VARCHAR AND story_id = $bound.story_id::UUID
    AND coalesce(said.state, held.state) = $bound.state::VARCHAR -- overlaid
    AND state = $bound.state::VARCHAR -- settled
ORDER BY score DESC, candidate_id
LIMIT coalesce($number::BIGINT, 200);
WITH texts AS MATERIALIZED (
    SELECT revision_id, title, url, published FROM records.revisions WHERE revision_id IN ($found.revision_id)
), said AS (
    SELECT candidate_id, max_by(decision_id, sequence) AS decision_id
    FROM live.decisions WHERE candidate_id IN ($found.candidate_id) GROUP BY candidate_id
)
SELECT candidates.candidate_id, candidates.passage, candidates.field, candidates.criterion, texts.title, texts.url, texts.published,
    day_at(texts.published, outlets.timezone) AS published_day, coalesce(outlets.name, candidates.outlet_id) AS outlet_name,
    held.relation, said.decision_id
FROM records.candidates
JOIN texts USING (revision_id)
LEFT JOIN said USING (candidate_id)
LEFT JOIN records.story_articles AS held ON held.article_id = candidates.article_id
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id
WHERE candidates.candidate_id IN ($found.candidate_id);
