-- A later matching of a text replaces the earlier one. What the latest matching of an article's latest matched text
-- puts forward is current; what it no longer does leaves the queue, unless an editor has decided it, which stays decided.
-- Where the texts of the batch stand: by their places DuckDB reads the pages that hold them, and not every text there is.
CREATE TEMP TABLE places AS
SELECT rowid AS place, revision_id FROM records.revisions
WHERE revision_id IN (SELECT revision_id::UUID FROM batch);
SELECT error('the matching of text ' || min(revision_id) || ' came without the text, which the warehouse does not hold')
FROM batch WHERE revision_id::UUID NOT IN (SELECT revision_id FROM places) HAVING count(*) > 0;
CREATE TEMP TABLE texts AS
SELECT revisions.revision_id, outlet_id, title, standfirst, text, corrections
FROM places JOIN records.revisions ON revisions.rowid = places.place;
CREATE TEMP TABLE latest AS
SELECT revision_id::UUID AS revision_id, article_id::UUID AS article_id, matcher, made_at, candidates
FROM batch QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY made_at DESC) = 1;
DELETE FROM latest USING records.matchings AS held
WHERE held.revision_id = latest.revision_id AND held.made_at > latest.made_at;
DELETE FROM records.matchings WHERE revision_id IN (SELECT revision_id FROM latest);
INSERT INTO records.matchings BY NAME
SELECT revision_id, article_id, matcher, made_at, len(candidates) AS candidates FROM latest;

-- The matching that counts for each article of the batch.
CREATE TEMP TABLE counting AS
SELECT matchings.article_id, matchings.revision_id
FROM records.matchings JOIN records.revisions USING (revision_id)
WHERE matchings.article_id IN (SELECT article_id FROM latest)
QUALIFY row_number() OVER (
    PARTITION BY matchings.article_id
    ORDER BY revisions.last_captured_at DESC, revisions.made_at DESC, matchings.made_at DESC
) = 1;

-- A batch that an earlier version wrote has candidates of the text alone, without direction, criterion or sentence.
CREATE TEMP TABLE found AS
SELECT
    latest.* REPLACE (
        coalesce(field, 'text') AS field, coalesce(direction, stance) AS direction, coalesce(criterion, '') AS criterion,
        coalesce(sentence, ["start", "end"]) AS sentence
    ),
    outlet_id,
    words_of_field(field, texts.title, texts.standfirst, texts.text, texts.corrections) AS body
FROM (SELECT revision_id, article_id, matcher, made_at, unnest(candidates, recursive := true) FROM latest) AS latest
JOIN texts USING (revision_id);
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
    (article_id, revision_id) IN (SELECT (article_id, revision_id) FROM counting) AS current
FROM found
QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY current DESC, made_at DESC, score DESC) = 1;

UPDATE records.candidates SET
    revision_id = placed.revision_id, start_offset = placed.start_offset, end_offset = placed.end_offset,
    passage = placed.passage, field = placed.field, sentence_start = placed.sentence_start, sentence_end = placed.sentence_end,
    score = placed.score, stance = placed.stance, direction = placed.direction,
    matched_stance = placed.stance, matched_direction = placed.direction, commitment_id = NULL, announcement = NULL, criterion = placed.criterion, reason = placed.reason,
    terms = placed.terms, matcher = placed.matcher, made_at = placed.made_at, current = true
FROM placed WHERE candidates.candidate_id = placed.candidate_id AND placed.current;
INSERT INTO records.candidates BY NAME
SELECT *, made_at AS first_made_at FROM placed
WHERE NOT EXISTS (SELECT 1 FROM records.candidates AS held WHERE held.candidate_id = placed.candidate_id);

-- Articles whose counting matching is in this batch: their queue is made anew.
CREATE TEMP TABLE renewed AS
SELECT article_id FROM counting WHERE revision_id IN (SELECT revision_id FROM latest);
UPDATE records.candidates SET current = false
WHERE current AND article_id IN (SELECT article_id FROM renewed)
    AND candidate_id NOT IN (SELECT candidate_id FROM placed WHERE current);
CREATE TEMP TABLE leaving AS
SELECT * FROM records.waiting_candidates WHERE article_id IN (SELECT article_id FROM renewed);
-- What editors decided of a passage holds wherever the outlet prints it again: nobody is asked twice.
CREATE TEMP TABLE decided_there AS
SELECT policy_id, outlet_id, article_id, field, plain_letters(passage) AS letters
FROM (
    SELECT * FROM records.decisions
    WHERE (policy_id, outlet_id) IN (SELECT DISTINCT policy_id, outlet_id FROM placed)
    QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY sequence DESC) = 1
)
WHERE decided(state_after(action)) AND passage IS NOT NULL;
CREATE TEMP TABLE repeated AS
SELECT candidate_id
FROM placed JOIN decided_there USING (policy_id, outlet_id)
WHERE letters = plain_letters(placed.passage) OR (
    decided_there.field = 'title' AND placed.field = 'title' AND decided_there.article_id = placed.article_id
    AND is_headline_again(letters, plain_letters(placed.passage))
);
CREATE TEMP TABLE entering AS
WITH standing AS (
    SELECT candidate_id, arg_max(action, sequence) AS action FROM records.decisions
    WHERE article_id IN (SELECT article_id FROM renewed) GROUP BY candidate_id
)
SELECT
    score, candidate_id, coalesce(state_after(standing.action), 'open') AS state, policy_id, outlet_id, stance, direction,
    article_id, revision_id, coalesce(story_id, article_id) AS story_id,
    day_at(coalesce(published, first_made_at), timezone) AS day, first_made_at AS seen
FROM records.candidates
LEFT JOIN standing USING (candidate_id)
-- Of these articles alone: a left join would make a hash table of all.
LEFT JOIN (
    SELECT article_id, story_id FROM records.story_articles WHERE article_id IN (SELECT article_id FROM renewed)
) USING (article_id)
LEFT JOIN (
    SELECT revision_id, published FROM records.revisions WHERE article_id IN (SELECT article_id FROM renewed)
) USING (revision_id)
LEFT JOIN (SELECT outlet_id, timezone FROM records.outlets) USING (outlet_id)
WHERE article_id IN (SELECT article_id FROM renewed) AND (current OR state_after(standing.action) IS NOT NULL)
    AND waits(coalesce(state_after(standing.action), 'open'))
    AND (standing.action IS NOT NULL OR candidate_id NOT IN (SELECT candidate_id FROM repeated))
ORDER BY score DESC;
DROP TABLE places;
DROP TABLE texts;
DROP TABLE latest;
DROP TABLE counting;
DROP TABLE found;
DROP TABLE placed;
DROP TABLE decided_there;
DROP TABLE repeated;
DROP TABLE renewed;
