-- The queue by cards: a card is what waits of one policy in one story, its best passage first, and one decision may take all of it.
ALTER TABLE records.waiting_candidates ADD COLUMN story_id UUID; -- the story of the article; the article itself until it is in one
ALTER TABLE records.waiting_candidates ADD COLUMN leads BIGINT;  -- under which filters it is the best passage of its card, a bit for each: 1 none, 2 by outlet, 4 by stance, 8 by both, 16 by direction, and so on
UPDATE records.waiting_candidates SET story_id = coalesce(
    (SELECT held.story_id FROM records.story_articles AS held WHERE held.article_id = waiting_candidates.article_id), article_id
);
CREATE TEMP TABLE led AS
SELECT candidate_id,
    1 * (row_number() OVER (PARTITION BY policy_id, story_id, state ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 2 * (row_number() OVER (PARTITION BY policy_id, story_id, state, outlet_id ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 4 * (row_number() OVER (PARTITION BY policy_id, story_id, state, stance ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 8 * (row_number() OVER (PARTITION BY policy_id, story_id, state, outlet_id, stance ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 16 * (row_number() OVER (PARTITION BY policy_id, story_id, state, direction ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 32 * (row_number() OVER (PARTITION BY policy_id, story_id, state, outlet_id, direction ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 64 * (row_number() OVER (PARTITION BY policy_id, story_id, state, stance, direction ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 128 * (row_number() OVER (PARTITION BY policy_id, story_id, state, outlet_id, stance, direction ORDER BY score DESC, candidate_id) = 1)::BIGINT AS leads
FROM records.waiting_candidates;
UPDATE records.waiting_candidates SET leads = led.leads FROM led WHERE led.candidate_id = waiting_candidates.candidate_id;
DROP TABLE led;

ALTER TABLE records.waiting_counts ADD COLUMN leads BIGINT; -- under which filters these are the best passages of their cards, a bit for each
DELETE FROM records.waiting_counts;
INSERT INTO records.waiting_counts BY NAME
SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, leads, count(*) AS number
FROM records.waiting_candidates GROUP BY ALL;

ALTER TABLE records.decisions ADD COLUMN action_id UUID; -- the decision on the card that this one is a part of; its own where it was taken alone
UPDATE records.decisions SET action_id = decision_id;
