-- What stood accepted for a policy at a moment, in the order in which it was accepted: each passage with the text, the
-- capture and the steps that it came from, as the editor saw it.
WITH mine AS (
    SELECT candidate_id, article_id, revision_id, stance, direction, criterion, field, start_offset, end_offset, passage, matcher
    FROM records.candidates WHERE policy_id = $policy_id
), said AS (
    SELECT candidate_id, max(sequence) AS sequence, max_by(decision_id, sequence) AS decision_id,
        max_by(action, sequence) AS action, max_by(editor, sequence) AS editor, max_by(note, sequence) AS note,
        max_by(decided_at, sequence) AS decided_at, max_by(stance, sequence) AS stance,
        max_by(direction, sequence) AS direction, arg_max_null(quotation, sequence) AS quotation
    FROM live.decisions
    WHERE decided_at <= $moment::TIMESTAMPTZ AND candidate_id IN (SELECT candidate_id FROM mine)
    GROUP BY candidate_id
), accepted AS (
    SELECT
        said.candidate_id, said.sequence, said.decision_id, said.editor AS accepted_by, said.decided_at AS accepted_at, said.note,
        coalesce(said.stance, mine.stance) AS stance, coalesce(said.direction, mine.direction) AS direction,
        coalesce(kept.criterion, mine.criterion, '') AS criterion,
        coalesce(said.quotation.field, kept.field, mine.field, 'text') AS field,
        coalesce(said.quotation."start", kept.start_offset, mine.start_offset) AS start,
        coalesce(said.quotation."end", kept.end_offset, mine.end_offset) AS "end",
        coalesce(said.quotation.words, kept.passage, mine.passage) AS passage, coalesce(kept.matcher, mine.matcher) AS matcher,
        mine.article_id, coalesce(said.quotation.revision_id::UUID, kept.revision_id, mine.revision_id) AS revision_id
    FROM said
    JOIN mine USING (candidate_id)
    LEFT JOIN records.decisions AS kept ON kept.decision_id = said.decision_id
    WHERE said.action = 'accept'
)
SELECT
    accepted.* EXCLUDE (sequence), texts.outlet_id, texts.url, texts.title, texts.published, texts.content_sha256,
    texts.extractor, texts.capture_id, captures.captured_at, captures.payload_sha256, captures.warc_file,
    captures.warc_offset, coalesce(whole.warc_file, captures.warc_file) AS body_file,
    coalesce(whole.warc_offset, captures.warc_offset) AS body_offset
FROM accepted
JOIN records.revisions AS texts ON texts.revision_id = accepted.revision_id
LEFT JOIN records.captures ON captures.capture_id = texts.capture_id
LEFT JOIN records.captures AS whole ON whole.capture_id = captures.revisit_of
ORDER BY accepted.sequence;
