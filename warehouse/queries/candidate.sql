-- One candidate with its article's text, its policy and its standing decision.
WITH said AS (
    SELECT candidate_id, action, editor, note, decided_at, decision_id, stance, direction, reject_reason, quotation, is_held(reading) AS held
    FROM live.decisions_of($viewer) WHERE candidate_id = $candidate_id::UUID ORDER BY sequence DESC LIMIT 1
)
SELECT
    candidates.candidate_id, candidates.policy_id, candidates.article_id, candidates.revision_id, candidates.outlet_id,
    candidates.start_offset AS start, candidates.end_offset AS end, candidates.passage, candidates.score,
    candidates.field, candidates.sentence_start, candidates.sentence_end, candidates.stance, candidates.direction,
    candidates.matched_stance, candidates.announcement,
    candidates.criterion, candidates.reason, candidates.terms, candidates.matcher, candidates.current,
    candidates.first_made_at AS put_forward_at,
    coalesce(state_after(said.action), if(candidates.current, 'open', 'withdrawn')) AS state,
    said.decision_id, said.action, said.editor, said.note, said.decided_at, said.stance AS decided_stance,
    said.direction AS decided_direction, said.reject_reason, said.held,
    if(said.action = 'accept', said.quotation, NULL) AS quotation
FROM records.candidates
LEFT JOIN said ON said.candidate_id = candidates.candidate_id
WHERE candidates.candidate_id = $candidate_id::UUID;
-- Its text with what was tagged in it, each table by its index before they are joined.
WITH texts AS MATERIALIZED (
    SELECT * FROM records.revisions WHERE revision_id IN ($found.revision_id)
), tags AS MATERIALIZED (
    SELECT * EXCLUDE (tagger, made_at, notes) FROM records.taggings WHERE revision_id IN ($found.revision_id)
)
SELECT texts.revision_id, coalesce(outlets.name, texts.outlet_id) AS outlet_name, texts.capture_id, texts.url, texts.title,
    texts.standfirst, texts.authors, texts.published, day_at(texts.published, outlets.timezone) AS published_day, texts.modified, texts.section,
    texts.wall, texts.wall_reason, texts.corrections, texts.text, texts.confidence, texts.reasons, texts.extractor, texts.content_sha256,
    tags.* EXCLUDE (revision_id)
FROM texts
LEFT JOIN tags USING (revision_id)
LEFT JOIN (SELECT outlet_id, name, timezone FROM records.outlets) AS outlets ON outlets.outlet_id = texts.outlet_id;
-- kept by candidate_id until the next load
WITH own AS MATERIALIZED (
    SELECT candidate_id, policy_id FROM records.candidates WHERE candidate_id IN ($found.candidate_id)
)
SELECT candidate_id, coalesce(policies.title, own.policy_id) AS policy_title, policies.party, policies.year, policies.promise, policies.completion,
    policies.progress, policies.failure, policies.status AS policy_status
FROM own LEFT JOIN policies ON policies.policy_id = own.policy_id;
