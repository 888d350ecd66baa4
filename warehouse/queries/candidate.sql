-- One candidate with its article's text, its policy and its standing decision.
WITH said AS (
    SELECT candidate_id, action, editor, note, decided_at, decision_id, stance, direction, reject_reason, quotation, is_held(reading) AS held
    FROM live.decisions_of($viewer) WHERE candidate_id = $candidate_id::UUID ORDER BY sequence DESC LIMIT 1
)
SELECT
    candidates.candidate_id, candidates.policy_id, coalesce(policies.title, candidates.policy_id) AS policy_title,
    policies.party, policies.year, policies.promise, policies.completion, policies.progress, policies.failure, policies.status AS policy_status,
    candidates.article_id, candidates.revision_id, candidates.outlet_id,
    coalesce(outlets.name, candidates.outlet_id) AS outlet_name, revisions.capture_id, revisions.url, revisions.title,
    revisions.standfirst, revisions.authors, revisions.published, day_at(revisions.published, outlets.timezone) AS published_day, revisions.modified, revisions.section, revisions.wall, revisions.wall_reason,
    revisions.corrections, revisions.text, revisions.confidence, revisions.reasons, revisions.extractor,
    candidates.start_offset AS start, candidates.end_offset AS end, candidates.passage, candidates.score,
    candidates.field, candidates.sentence_start, candidates.sentence_end, candidates.stance, candidates.direction,
    candidates.matched_stance, candidates.announcement,
    candidates.criterion, candidates.reason, candidates.terms, candidates.matcher, candidates.current,
    candidates.first_made_at AS put_forward_at,
    coalesce(state_after(said.action), if(candidates.current, 'open', 'withdrawn')) AS state,
    said.decision_id, said.action, said.editor, said.note, said.decided_at, said.stance AS decided_stance,
    said.direction AS decided_direction, said.reject_reason, said.held,
    if(said.action = 'accept', said.quotation, NULL) AS quotation, revisions.content_sha256,
    taggings.* EXCLUDE (revision_id, tagger, made_at, notes)
FROM records.candidates
JOIN records.revisions ON revisions.revision_id = candidates.revision_id
LEFT JOIN said ON said.candidate_id = candidates.candidate_id
LEFT JOIN records.taggings ON taggings.revision_id = candidates.revision_id
LEFT JOIN policies ON policies.policy_id = candidates.policy_id
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id
WHERE candidates.candidate_id = $candidate_id::UUID;
