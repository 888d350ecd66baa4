-- The other passages that wait on a candidate's card: of its policy, in its story and in its state, the best first.
SELECT waiting.candidate_id, waiting.article_id, waiting.revision_id, waiting.outlet_id, waiting.score, waiting.stance, waiting.direction,
    waiting.state
FROM live.waiting_of($viewer) AS waiting
JOIN (SELECT policy_id, story_id, state FROM live.waiting_of($viewer) WHERE candidate_id = $candidate_id::UUID) AS own USING (policy_id, story_id, state)
WHERE waiting.candidate_id <> $candidate_id::UUID
ORDER BY waiting.score DESC, waiting.candidate_id
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
