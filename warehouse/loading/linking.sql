-- Stories and commitments: what was weighed replaces what was held of the same articles, and every story and commitment
-- that it touched is what the batch says. A candidate's announcement and stance follow from them.
CREATE TEMP TABLE linked AS
SELECT linker, made_at, unnest(articles, max_depth := 2) FROM batch;
CREATE TEMP TABLE again AS
SELECT article_id FROM records.linked_articles WHERE article_id IN (SELECT article_id::UUID FROM linked);

DELETE FROM records.articles_to_link WHERE article_id IN (SELECT article_id::UUID FROM linked);
DELETE FROM records.linked_articles WHERE article_id IN (FROM again);
INSERT INTO records.linked_articles BY NAME
SELECT article_id::UUID AS article_id, revision_id::UUID AS revision_id, outlet_id, dated, linker, made_at AS linked_at FROM linked;

DELETE FROM records.story_keys WHERE article_id IN (FROM again);
INSERT INTO records.story_keys BY NAME
SELECT found."key" AS "key", found.weight AS weight, article_id::UUID AS article_id, dated
FROM (SELECT article_id, dated, unnest(keys) AS found FROM linked);

DELETE FROM records.story_pairs WHERE article_id IN (FROM again) OR other_id IN (FROM again);
INSERT INTO records.story_pairs BY NAME
SELECT DISTINCT ON (article_id, other_id) article_id, other_id, probability, taken
FROM (
    SELECT article_id::UUID AS article_id, found.other_id::UUID AS other_id, found.probability AS probability, found.taken AS taken
    FROM (SELECT article_id, unnest(pairs) AS found FROM linked)
    UNION ALL
    SELECT found.other_id::UUID, article_id::UUID, found.probability, found.taken
    FROM (SELECT article_id, unnest(pairs) AS found FROM linked)
);

CREATE TEMP TABLE placed AS
SELECT made_at, found.article_id::UUID AS article_id, found.story_id::UUID AS story_id, found.relation AS relation
FROM (SELECT made_at, unnest(stories) AS found FROM batch);
CREATE TEMP TABLE moved AS
SELECT article_id, held.story_id AS from_id, placed.story_id AS to_id, made_at
FROM placed JOIN records.story_articles AS held USING (article_id) WHERE held.story_id <> placed.story_id;
CREATE TEMP TABLE standing AS
SELECT article_id, held.since
FROM placed JOIN records.story_articles AS held USING (article_id) WHERE held.story_id = placed.story_id;
DELETE FROM records.story_articles WHERE article_id IN (SELECT article_id FROM placed);
INSERT INTO records.story_articles BY NAME
SELECT article_id, story_id, relation, coalesce(standing.since, made_at) AS since FROM placed LEFT JOIN standing USING (article_id);
INSERT INTO records.story_changes BY NAME
SELECT article_id, from_id, to_id, if(from_id IN (SELECT story_id FROM records.story_articles), 'split', 'merged') AS kind, made_at AS noted_at
FROM moved;

-- The sums. One that the text no longer holds goes, with its place in a commitment.
CREATE TEMP TABLE summed AS
SELECT article_id::UUID AS article_id, revision_id::UUID AS revision_id, outlet_id, dated, unnest(sums, max_depth := 2) FROM linked;
CREATE TEMP TABLE gone AS
SELECT sum_id FROM records.ledger_sums WHERE article_id IN (FROM again);
DELETE FROM records.ledger_sums WHERE article_id IN (FROM again);
INSERT INTO records.ledger_sums BY NAME
SELECT sum_id::UUID AS sum_id, article_id, revision_id, outlet_id, dated, "start" AS start_offset, "end" AS end_offset, "text" AS surface,
    amount, period, giver, receiver, purpose, totals, says_part, says_change
FROM summed;
DELETE FROM records.sum_keys WHERE article_id IN (FROM again);
INSERT INTO records.sum_keys BY NAME
SELECT word, unnest(steps) AS step, sum_id::UUID AS sum_id, article_id
FROM (SELECT unnest(words) AS word, steps, sum_id, article_id FROM summed);
DELETE FROM records.sum_pairs WHERE sum_id IN (FROM gone) OR other_id IN (FROM gone);
INSERT INTO records.sum_pairs BY NAME
SELECT DISTINCT ON (sum_id, other_id) sum_id, other_id, same
FROM (
    SELECT sum_id::UUID AS sum_id, found.other_id::UUID AS other_id, found.same AS same
    FROM (SELECT sum_id, unnest(pairs) AS found FROM summed)
    UNION ALL
    SELECT found.other_id::UUID, sum_id::UUID, found.same
    FROM (SELECT sum_id, unnest(pairs) AS found FROM summed)
);

CREATE TEMP TABLE spoken AS
SELECT made_at, found.sum_id::UUID AS sum_id, found.commitment_id::UUID AS commitment_id, found.role AS role
FROM (SELECT made_at, unnest(commitments) AS found FROM batch);
CREATE TEMP TABLE reassigned AS
SELECT sum_id, held.commitment_id AS from_id, spoken.commitment_id AS to_id, made_at
FROM spoken JOIN records.commitment_mentions AS held USING (sum_id) WHERE held.commitment_id <> spoken.commitment_id;
CREATE TEMP TABLE kept AS
SELECT sum_id, held.since
FROM spoken JOIN records.commitment_mentions AS held USING (sum_id) WHERE held.commitment_id = spoken.commitment_id;
DELETE FROM records.commitment_mentions WHERE sum_id IN (FROM gone) OR sum_id IN (SELECT sum_id FROM spoken);
INSERT INTO records.commitment_mentions BY NAME
SELECT sum_id, commitment_id, role, coalesce(kept.since, made_at) AS since FROM spoken LEFT JOIN kept USING (sum_id);
INSERT INTO records.commitment_changes BY NAME
SELECT sum_id, from_id, to_id,
    if(from_id IN (SELECT commitment_id FROM records.commitment_mentions), 'split', 'merged') AS kind, made_at AS noted_at
FROM reassigned;

-- The candidates of every article whose story or sums this may concern.
CREATE TEMP TABLE concerned AS
SELECT commitment_id FROM spoken
UNION SELECT from_id FROM reassigned
UNION SELECT commitment_id FROM records.commitment_mentions JOIN records.ledger_sums USING (sum_id) JOIN moved USING (article_id);
CREATE TEMP TABLE reread AS
SELECT article_id FROM placed
UNION SELECT article_id FROM records.commitment_mentions JOIN records.ledger_sums USING (sum_id)
WHERE commitment_id IN (FROM concerned);
-- Which announcement each story is: the first, the second, ... in the order of their first words of the sum.
CREATE TEMP TABLE announcements AS
SELECT commitment_id, story_id, row_number() OVER (PARTITION BY commitment_id ORDER BY min(dated), story_id) AS announcement
FROM records.commitment_mentions JOIN records.ledger_sums USING (sum_id) JOIN records.story_articles USING (article_id)
WHERE role IN ('first', 'later mention') AND commitment_id IN (
    SELECT commitment_id FROM records.commitment_mentions JOIN records.ledger_sums USING (sum_id)
    WHERE article_id IN (FROM reread)
)
GROUP BY commitment_id, story_id;
-- A passage tells of the sum in the sentence that carries it; where that has none, of the largest one in the passage.
CREATE TEMP TABLE told AS
SELECT candidate_id, mentions.commitment_id, announcements.announcement, role,
    sums.start_offset >= candidates.sentence_start AND sums.end_offset <= candidates.sentence_end AS carries
FROM records.candidates
JOIN records.ledger_sums AS sums USING (article_id, revision_id)
JOIN records.commitment_mentions AS mentions USING (sum_id)
JOIN records.story_articles USING (article_id)
LEFT JOIN announcements
    ON announcements.commitment_id = mentions.commitment_id AND announcements.story_id = story_articles.story_id
WHERE article_id IN (FROM reread) AND candidates.field = 'text'
    AND sums.start_offset >= candidates.start_offset AND sums.end_offset <= candidates.end_offset
QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY carries DESC, amount DESC, sums.start_offset) = 1;
CREATE TEMP TABLE restated AS
SELECT candidates.candidate_id, told.commitment_id, if(told.role IN ('first', 'later mention'), told.announcement, NULL) AS announcement,
    coalesce(if(carries AND told.role = 'later mention' AND told.announcement > 1, told_again(matched_stance).stance, NULL), matched_stance) AS stance,
    coalesce(if(carries AND told.role = 'later mention' AND told.announcement > 1, told_again(matched_stance).direction, NULL), matched_direction) AS direction
FROM records.candidates LEFT JOIN told USING (candidate_id)
WHERE article_id IN (FROM reread);
DELETE FROM restated USING records.candidates AS held
WHERE held.candidate_id = restated.candidate_id AND held.stance = restated.stance AND held.direction = restated.direction
    AND held.commitment_id IS NOT DISTINCT FROM restated.commitment_id AND held.announcement IS NOT DISTINCT FROM restated.announcement;
UPDATE records.candidates SET
    commitment_id = restated.commitment_id, announcement = restated.announcement, stance = restated.stance, direction = restated.direction
FROM restated WHERE candidates.candidate_id = restated.candidate_id;
CREATE TEMP TABLE leaving AS
SELECT * FROM records.waiting_candidates
WHERE candidate_id IN (SELECT candidate_id FROM restated) OR article_id IN (SELECT article_id FROM placed);
DELETE FROM leaving USING records.candidates AS held, records.story_articles AS story
WHERE held.candidate_id = leaving.candidate_id AND story.article_id = leaving.article_id
    AND held.stance = leaving.stance AND held.direction = leaving.direction AND story.story_id = leaving.story_id;
CREATE TEMP TABLE entering AS
SELECT leaving.* EXCLUDE (leads) REPLACE (
    candidates.stance AS stance, candidates.direction AS direction, coalesce(held.story_id, leaving.article_id) AS story_id
)
FROM leaving JOIN records.candidates USING (candidate_id)
LEFT JOIN records.story_articles AS held ON held.article_id = leaving.article_id;
CREATE TEMP TABLE touched AS
SELECT DISTINCT policy_id, story_id FROM (
    SELECT policy_id, story_id FROM leaving UNION ALL SELECT policy_id, story_id FROM entering
);
DROP TABLE linked;
DROP TABLE again;
DROP TABLE placed;
DROP TABLE moved;
DROP TABLE standing;
DROP TABLE summed;
DROP TABLE gone;
DROP TABLE spoken;
DROP TABLE reassigned;
DROP TABLE kept;
DROP TABLE concerned;
DROP TABLE reread;
DROP TABLE announcements;
DROP TABLE told;
DROP TABLE restated;
