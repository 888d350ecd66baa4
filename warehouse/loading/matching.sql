-- A later matching of a text replaces the earlier one. What the latest matching of an article's latest matched text
-- puts forward is current; what it no longer does leaves the queue, unless an editor has decided it, which stays decided.
SELECT error('the matching of text ' || min(revision_id) || ' came without the text, which the warehouse does not hold')
FROM batch WHERE revision_id::UUID NOT IN (SELECT revision_id FROM texts) HAVING count(*) > 0;
CREATE TEMP TABLE latest AS
SELECT revision_id::UUID AS revision_id, article_id::UUID AS article_id, matcher, made_at, candidates
FROM batch QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY made_at DESC) = 1;
CREATE TEMP TABLE overtaken AS
SELECT revision_id
FROM records.matchings AS held JOIN (SELECT revision_id, made_at FROM latest SEMI JOIN held_texts USING (revision_id)) AS again USING (revision_id)
WHERE held.made_at > again.made_at;
DELETE FROM latest WHERE revision_id IN (SELECT revision_id FROM overtaken);
DELETE FROM records.matchings WHERE revision_id IN (SELECT revision_id FROM latest SEMI JOIN held_texts USING (revision_id));
INSERT INTO records.matchings BY NAME
SELECT revision_id, article_id, matcher, made_at, len(candidates) AS candidates FROM latest;

-- The matching that counts for each article of the batch. What was held of it before is looked up in the large tables; of a new article nothing was.
CREATE TEMP TABLE matched_before AS
SELECT article_id FROM held_articles WHERE article_id IN (SELECT article_id FROM latest);
CREATE TEMP TABLE readings AS
SELECT revision_id, last_captured_at, made_at AS read_at, published FROM texts
UNION
SELECT revision_id, last_captured_at, made_at, published FROM records.revisions WHERE article_id IN (FROM matched_before);
CREATE TEMP TABLE counting AS
SELECT article_id, revision_id
FROM (
    SELECT article_id, revision_id, made_at FROM latest
    UNION
    SELECT article_id, revision_id, made_at FROM records.matchings WHERE article_id IN (FROM matched_before)
) JOIN readings USING (revision_id)
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY last_captured_at DESC, read_at DESC, made_at DESC) = 1;

-- By their places DuckDB reads the pages that hold the texts, and not every text there is.
CREATE TEMP TABLE places AS
SELECT place FROM texts WHERE revision_id IN (SELECT revision_id FROM latest WHERE len(candidates) > 0);
CREATE TEMP TABLE worded AS
SELECT revision_id, outlet_id, title, standfirst, text, corrections
FROM places JOIN records.revisions ON revisions.rowid = places.place;
-- A batch that an earlier version wrote has candidates of the text alone, without direction, criterion or sentence.
CREATE TEMP TABLE found AS
SELECT
    latest.* REPLACE (
        coalesce(field, 'text') AS field, coalesce(direction, stance) AS direction, coalesce(criterion, '') AS criterion,
        coalesce(sentence, ["start", "end"]) AS sentence
    ),
    outlet_id,
    words_of_field(field, worded.title, worded.standfirst, worded.text, worded.corrections) AS body
FROM (SELECT revision_id, article_id, matcher, made_at, unnest(candidates, recursive := true) FROM latest) AS latest
JOIN worded USING (revision_id);
SELECT error('a candidate of text ' || min(revision_id) || ' lies outside the ' || min(field) || ' that it names')
FROM found WHERE least("start", sentence[1]) < 0 OR greatest("end", sentence[2]) > length(body)
HAVING count(*) > 0;
CREATE TEMP TABLE placed AS
SELECT
    candidate_id::UUID AS candidate_id, policy_id, article_id, revision_id, outlet_id,
    field, "start" AS start_offset, "end" AS end_offset,
    substring(body, "start" + 1, "end" - "start") AS passage,
    sentence[1] AS sentence_start, sentence[2] AS sentence_end,
    score, stance, direction, stance AS matched_stance, direction AS matched_direction, criterion, reason, terms, matcher, made_at,
    revision_id IN (SELECT revision_id FROM counting) AS current
FROM found
QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY current DESC, made_at DESC, score DESC) = 1;

UPDATE records.candidates SET
    revision_id = placed.revision_id, start_offset = placed.start_offset, end_offset = placed.end_offset,
    passage = placed.passage, field = placed.field, sentence_start = placed.sentence_start, sentence_end = placed.sentence_end,
    score = placed.score, stance = placed.stance, direction = placed.direction,
    matched_stance = placed.stance, matched_direction = placed.direction, commitment_id = NULL, announcement = NULL, criterion = placed.criterion, reason = placed.reason,
    terms = placed.terms, matcher = placed.matcher, made_at = placed.made_at, current = true
FROM placed
WHERE candidates.candidate_id = placed.candidate_id AND placed.current AND placed.article_id IN (FROM matched_before);
INSERT INTO records.candidates BY NAME
SELECT *, made_at AS first_made_at FROM placed
WHERE candidate_id NOT IN (SELECT candidate_id FROM records.candidates WHERE article_id IN (FROM matched_before));

-- Articles whose counting matching is in this batch: their queue is made anew.
CREATE TEMP TABLE renewed AS
SELECT article_id FROM counting WHERE revision_id IN (SELECT revision_id FROM latest);
CREATE TEMP TABLE renewed_again AS SELECT article_id FROM renewed WHERE article_id IN (FROM matched_before);
UPDATE records.candidates SET current = false
WHERE current AND article_id IN (FROM renewed_again)
    AND candidate_id NOT IN (SELECT candidate_id FROM placed WHERE current);
CREATE TEMP TABLE leaving AS
SELECT * FROM records.waiting_candidates WHERE article_id IN (FROM renewed_again);
-- What editors decided of a passage holds wherever the outlet prints it again: nobody is asked twice.
CREATE TEMP TABLE decided_there AS
SELECT policy_id, outlet_id, article_id, field, passage
FROM (
    SELECT * FROM records.decisions
    WHERE (policy_id, outlet_id) IN (SELECT DISTINCT policy_id, outlet_id FROM placed)
    QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY sequence DESC) = 1
)
WHERE decided(state_after(action)) AND passage IS NOT NULL;
-- The letters of both sides by one expression: to compile it costs as much as to read a hundred passages.
CREATE TEMP TABLE lettered AS
SELECT candidate_id, policy_id, outlet_id, article_id, field, plain_letters(passage) AS letters
FROM (
    SELECT candidate_id, policy_id, outlet_id, article_id, field, passage FROM placed SEMI JOIN decided_there USING (policy_id, outlet_id)
    UNION ALL BY NAME
    SELECT * FROM decided_there
);
CREATE TEMP TABLE repeated AS
SELECT placed.candidate_id
FROM (FROM lettered WHERE candidate_id IS NOT NULL) AS placed
JOIN (FROM lettered WHERE candidate_id IS NULL) AS there USING (policy_id, outlet_id)
WHERE there.letters = placed.letters OR (
    there.field = 'title' AND placed.field = 'title' AND there.article_id = placed.article_id
    AND is_headline_again(there.letters, placed.letters)
);
CREATE TEMP TABLE entering AS
WITH standing AS (
    SELECT candidate_id, arg_max(action, sequence) AS action FROM records.decisions
    WHERE article_id IN (FROM renewed_again) GROUP BY candidate_id
), put_forward AS (
    SELECT score, candidate_id, policy_id, outlet_id, stance, direction, article_id, revision_id, current, first_made_at
    FROM records.candidates WHERE article_id IN (FROM renewed_again)
    UNION ALL
    SELECT score, candidate_id, policy_id, outlet_id, stance, direction, article_id, revision_id, current, made_at AS first_made_at
    FROM placed WHERE article_id IN (FROM renewed) AND article_id NOT IN (FROM renewed_again)
)
SELECT
    score, candidate_id, coalesce(state_after(standing.action), 'open') AS state, policy_id, outlet_id, stance, direction,
    article_id, revision_id, coalesce(story_id, article_id) AS story_id,
    day_at(coalesce(published, first_made_at), timezone) AS day, first_made_at AS seen
FROM put_forward
LEFT JOIN standing USING (candidate_id)
LEFT JOIN (SELECT article_id, story_id FROM records.story_articles WHERE article_id IN (FROM renewed_again)) USING (article_id)
LEFT JOIN (SELECT revision_id, published FROM readings) USING (revision_id)
LEFT JOIN (SELECT outlet_id, timezone FROM records.outlets) USING (outlet_id)
WHERE (current OR state_after(standing.action) IS NOT NULL)
    AND waits(coalesce(state_after(standing.action), 'open'))
    AND (standing.action IS NOT NULL OR candidate_id NOT IN (SELECT candidate_id FROM repeated))
ORDER BY score DESC;
-- A new article is a story of its own: no other passage waits on its cards.
CREATE TEMP TABLE touched AS
SELECT DISTINCT policy_id, story_id FROM (
    SELECT policy_id, story_id FROM leaving
    UNION ALL
    SELECT policy_id, story_id FROM entering WHERE story_id <> article_id OR article_id IN (FROM renewed_again)
);
DROP TABLE places;
DROP TABLE worded;
DROP TABLE latest;
DROP TABLE overtaken;
DROP TABLE matched_before;
DROP TABLE readings;
DROP TABLE renewed_again;
DROP TABLE counting;
DROP TABLE found;
DROP TABLE placed;
DROP TABLE decided_there;
DROP TABLE lettered;
DROP TABLE repeated;
DROP TABLE renewed;
