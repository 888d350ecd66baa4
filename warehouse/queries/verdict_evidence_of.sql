-- What a verdict would rest on, for each of these candidates: its standing decision, the passage as it was accepted, the
-- text, the capture and the steps that it came from, and what the outlet shows of the article now.
WITH said AS (
    SELECT candidate_id, decision_id, action, editor, note, decided_at, stance, direction, quotation
    FROM live.decisions
    WHERE candidate_id IN (SELECT unnest($candidate_ids::UUID[]))
    QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY sequence DESC) = 1
), accepted AS (
    SELECT
        candidates.candidate_id, candidates.policy_id, candidates.article_id, said.decision_id, said.action, said.editor,
        said.note, said.decided_at, coalesce(said.stance, candidates.stance) AS stance,
        coalesce(said.direction, candidates.direction) AS direction,
        coalesce(kept.criterion, candidates.criterion, '') AS criterion,
        coalesce(said.quotation.field, kept.field, candidates.field, 'text') AS field,
        coalesce(said.quotation.revision_id::UUID, kept.revision_id, candidates.revision_id) AS revision_id,
        coalesce(said.quotation."start", kept.start_offset, candidates.start_offset) AS start,
        coalesce(said.quotation."end", kept.end_offset, candidates.end_offset) AS "end",
        coalesce(said.quotation.words, kept.passage, candidates.passage) AS passage, coalesce(kept.matcher, candidates.matcher) AS matcher
    FROM records.candidates
    LEFT JOIN said USING (candidate_id)
    LEFT JOIN records.decisions AS kept ON kept.decision_id = said.decision_id
    WHERE candidates.candidate_id IN (SELECT unnest($candidate_ids::UUID[]))
), latest AS (
    SELECT article_id, arg_max(revision_id, (last_captured_at, made_at)) AS revision_id
    FROM records.revisions WHERE article_id IN (SELECT article_id FROM accepted) GROUP BY article_id
), standing AS (
    SELECT article_id, arg_max(status, noted_at) AS status
    FROM records.article_statuses WHERE article_id IN (SELECT article_id FROM accepted) GROUP BY article_id
)
SELECT
    accepted.*, texts.content_sha256, texts.outlet_id, coalesce(outlets.name, texts.outlet_id) AS outlet, texts.url,
    texts.title, texts.published, texts.published_precision,
    day_at(texts.published, outlets.timezone) AS published_day, texts.wall, texts.extractor, taggings.tagger,
    texts.capture_id, captures.captured_at, captures.payload_sha256, captures.warc_file, captures.warc_offset,
    coalesce(whole.warc_file, captures.warc_file) AS body_file,
    coalesce(whole.warc_offset, captures.warc_offset) AS body_offset,
    latest.revision_id AS shown_revision_id, shown.content_sha256 AS shown_sha256,
    coalesce(standing.status, 'live') = 'withdrawn' AS withdrawn,
    substring(
        words_of_field(accepted.field, texts.title, texts.standfirst, texts.text, texts.corrections),
        accepted.start + 1, accepted."end" - accepted.start
    ) = accepted.passage AS stands
FROM accepted
JOIN records.revisions AS texts ON texts.revision_id = accepted.revision_id
LEFT JOIN latest ON latest.article_id = accepted.article_id
LEFT JOIN records.revisions AS shown ON shown.revision_id = latest.revision_id
LEFT JOIN standing ON standing.article_id = accepted.article_id
LEFT JOIN records.captures ON captures.capture_id = texts.capture_id
LEFT JOIN records.captures AS whole ON whole.capture_id = captures.revisit_of
LEFT JOIN records.taggings ON taggings.revision_id = accepted.revision_id
LEFT JOIN records.outlets ON outlets.outlet_id = texts.outlet_id;
