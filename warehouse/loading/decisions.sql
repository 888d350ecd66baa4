-- Decisions from the journal, as the table `batch`, in their order: kept with what the editor saw, and the queue changed.
-- What the queue said of them, as the table `rankings`, is kept beside them.
INSERT INTO records.decision_rankings BY NAME
SELECT decision_id::UUID AS decision_id, model, probability, sampled FROM rankings
WHERE decision_id::UUID NOT IN (SELECT decision_id FROM records.decision_rankings);
-- Those that a review by two editors holds do not stand: they change no queue.
INSERT INTO records.held_decisions BY NAME
SELECT
    batch.decision_id::UUID AS decision_id, sequence, batch.candidate_id::UUID AS candidate_id, action, editor, note, decided_at,
    policy_id, article_id, revision_id, score, coalesce(batch.stance, candidates.stance) AS stance,
    coalesce(batch.direction, candidates.direction) AS direction, batch.reason AS reject_reason,
    coalesce(batch.action_id, batch.decision_id)::UUID AS action_id, reading, reads::UUID AS reads, batch.quotation
FROM batch LEFT JOIN records.candidates ON candidates.candidate_id = batch.candidate_id::UUID
WHERE is_held(reading) AND sequence > (SELECT coalesce(max(sequence), 0) FROM records.held_decisions)
ORDER BY sequence;
INSERT INTO records.decisions BY NAME
SELECT
    batch.decision_id::UUID AS decision_id, sequence, batch.candidate_id::UUID AS candidate_id, action, editor, note,
    decided_at, policy_id, article_id, revision_id, outlet_id, start_offset, end_offset, passage, score,
    coalesce(batch.stance, candidates.stance) AS stance, candidates.matched_stance,
    coalesce(batch.direction, candidates.direction) AS direction, candidates.matched_direction,
    criterion, field, sentence_start, sentence_end,
    batch.reason AS reject_reason, matcher, coalesce(batch.action_id, batch.decision_id)::UUID AS action_id, reading, reads::UUID AS reads, batch.quotation
FROM batch LEFT JOIN records.candidates ON candidates.candidate_id = batch.candidate_id::UUID
WHERE NOT is_held(reading) AND sequence > (SELECT coalesce(max(sequence), 0) FROM records.decisions)
ORDER BY sequence;
CREATE TEMP TABLE said AS
SELECT candidate_id::UUID AS candidate_id, arg_max(action, sequence) AS action FROM batch WHERE NOT is_held(reading) GROUP BY ALL;
CREATE TEMP TABLE leaving AS
SELECT * FROM records.waiting_candidates WHERE candidate_id IN (SELECT candidate_id FROM said);
CREATE TEMP TABLE decided_candidates AS
SELECT candidates.*, said.action FROM said JOIN records.candidates USING (candidate_id);
CREATE TEMP TABLE entering AS
SELECT
    score, candidate_id, coalesce(state_after(action), 'open') AS state, policy_id, outlet_id, stance, direction,
    article_id, revision_id, coalesce(story_id, article_id) AS story_id,
    day_at(coalesce(published, first_made_at), timezone) AS day, first_made_at AS seen
FROM decided_candidates
-- Of these articles alone: a left join would make a hash table of all.
LEFT JOIN (
    SELECT article_id, story_id FROM records.story_articles WHERE article_id IN (SELECT article_id FROM decided_candidates)
) USING (article_id)
LEFT JOIN (
    SELECT revision_id, published FROM records.revisions WHERE article_id IN (SELECT article_id FROM decided_candidates)
) USING (revision_id)
LEFT JOIN (SELECT outlet_id, timezone FROM records.outlets) USING (outlet_id)
WHERE waits(coalesce(state_after(action), 'open')) AND (current OR state_after(action) IS NOT NULL);
CREATE TEMP TABLE touched AS
SELECT DISTINCT policy_id, story_id FROM (
    SELECT policy_id, story_id FROM leaving UNION ALL SELECT policy_id, story_id FROM entering
);
DROP TABLE decided_candidates;
DROP TABLE said;
