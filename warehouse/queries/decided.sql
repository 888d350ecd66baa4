-- A page of the candidates that stand as `state` says, accepted or rejected: the latest decision first, after a place.
-- `place` is the decision's, in the order of all decisions; stance and direction are as decided. Filters that are left
-- out hold for all, and are those of the query queue; `number` is 50 when left out.
WITH said AS (
    SELECT candidate_id, max(sequence)::DOUBLE AS place, max_by(action, sequence) AS action,
        max_by(editor, sequence) AS editor, max_by(decided_at, sequence) AS decided_at,
        max_by(stance, sequence) AS stance, max_by(direction, sequence) AS direction, arg_max_null(quotation, sequence) AS quotation
    FROM live.decisions_of($viewer) GROUP BY candidate_id
), dated AS (
    SELECT candidate_id, score, policy_id, candidates.outlet_id, candidates.article_id, candidates.revision_id, first_made_at AS seen,
        day_at(coalesce(published, first_made_at), timezone) AS day, coalesce(story_id, candidates.article_id) AS story_id
    FROM records.candidates SEMI JOIN said USING (candidate_id)
    LEFT JOIN (SELECT revision_id, published FROM records.revisions) USING (revision_id)
    LEFT JOIN (SELECT outlet_id, timezone FROM records.outlets) USING (outlet_id)
    LEFT JOIN (SELECT article_id, story_id FROM records.story_articles) USING (article_id)
)
SELECT place, score, candidate_id, $state::VARCHAR AS state, policy_id, outlet_id, said.stance, said.direction,
    article_id, revision_id, editor, decided_at, seen, if(action = 'accept', said.quotation.words, NULL) AS quotation
FROM said JOIN dated USING (candidate_id)
WHERE decided($state::VARCHAR) AND state_after(action) = $state::VARCHAR
    AND ($policy_id::VARCHAR IS NULL OR policy_id = $policy_id)
    AND ($outlet_id::VARCHAR IS NULL OR outlet_id = $outlet_id)
    AND ($stance::VARCHAR IS NULL OR said.stance = $stance)
    AND ($direction::VARCHAR IS NULL OR said.direction = $direction)
    AND is_let_through(article_id, $article_ids::VARCHAR[], $council, $trust, $funding)
    AND ($since::DATE IS NULL OR day >= $since::DATE)
    AND ($until::DATE IS NULL OR day <= $until::DATE)
    AND ($seen_after::TIMESTAMPTZ IS NULL OR seen > $seen_after::TIMESTAMPTZ)
    AND ($story_id::UUID IS NULL OR story_id = $story_id::UUID)
    AND ($after_place::DOUBLE IS NULL OR place < $after_place::DOUBLE)
ORDER BY place DESC
LIMIT coalesce($number::BIGINT, 50);
-- The rows of that page alone, each table by its index before anything is joined.
WITH candidates AS MATERIALIZED (
    SELECT * FROM records.candidates WHERE candidate_id IN ($found.candidate_id)
), texts AS MATERIALIZED (
    SELECT revision_id, title, url, published, wall FROM records.revisions WHERE revision_id IN ($found.revision_id)
), tags AS MATERIALIZED (
    SELECT revision_id, mentions FROM records.taggings WHERE revision_id IN ($found.revision_id)
)
SELECT
    candidates.candidate_id, coalesce(policies.title, candidates.policy_id) AS policy_title,
    coalesce(outlets.name, candidates.outlet_id) AS outlet_name,
    candidates.passage, candidates.field, candidates.start_offset AS start, candidates.end_offset AS end,
    candidates.sentence_start, candidates.sentence_end, candidates.criterion,
    candidates.reason, candidates.terms, texts.title, texts.url, texts.published,
    day_at(texts.published, outlets.timezone) AS published_day, texts.wall,
    [m FOR m IN tags.mentions IF m."start" >= candidates.start_offset AND m."end" <= candidates.end_offset
        AND candidates.field = 'text'] AS mentions
FROM candidates
JOIN texts USING (revision_id)
LEFT JOIN tags USING (revision_id)
LEFT JOIN records.policies ON policies.policy_id = candidates.policy_id
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id;
