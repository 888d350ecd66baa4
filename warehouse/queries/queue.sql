-- A page of the queue: cards, each by the best of the passages that wait and that the filters let through, in the order `sort`
-- (a QueueOrder; by worth when left out), the highest `place` in it first, then by identifier, after a place. Filters that are left out hold for all:
-- `article_ids` lists the articles that are let through, which must also name the `council` and the `trust` and tell of the kind of `funding`; `candidate_ids` those passages of which alone a card may be made; `since` and
-- `until` are days of publication, `seen_after` is a moment. `state` is open (when left
-- out) or deferred; `viewer` is the editor who asks: what that editor decided is not listed, though a second review holds it; `number` is 50 when left out. A row has all that a card in the list shows.
-- By worth, the page lies between these scores by the counts: the bands from the first one that is wholly after the place down to
-- the one with which they hold a page, even if every decision in the overlay takes one of theirs away. Under the filters that no counts are kept for
-- it is looked for among the best passages first, and further down only where those do not hold a page: a card's best passage is never below another of its own.
WITH bands AS (
    SELECT band, sum(sum(number)) OVER (ORDER BY band DESC) AS together
    FROM records.waiting_counts
    WHERE state = coalesce($state::VARCHAR, 'open')
        AND leads_under(leads, $outlet_id, $stance, $direction)
        AND policy_id = $policy_id -- with $policy_id
        AND outlet_id = $outlet_id -- with $outlet_id
        AND stance = $stance -- with $stance
        AND direction = $direction -- with $direction
        AND band < floor($after_place::DOUBLE * 16) -- with $after_place
    GROUP BY band
), found AS (
    SELECT
        max(band) FILTER (together >= 40 * coalesce($number::BIGINT, 50)) / 16 AS near, -- with $article_ids $council $trust $funding $since $until $seen_after $story_id
        max(band) FILTER (together >= 1000 * coalesce($number::BIGINT, 50)) / 16 AS far, -- with $article_ids $council $trust $funding $since $until $seen_after $story_id
        max(band) FILTER (
            together >= coalesce($number::BIGINT, 50)
            + (SELECT count(*) FROM live.undrained) + (SELECT count(*) FROM live.held_by($viewer)) -- overlaid
        ) / 16 AS surely
    FROM bands
)
SELECT coalesce($number::BIGINT, 50) AS enough,
    CASE
        WHEN coalesce($sort::VARCHAR, 'worth') <> 'worth' OR $candidate_ids::VARCHAR[] IS NOT NULL THEN ['-Infinity'::DOUBLE]
        ELSE list_distinct([coalesce(near, '-Infinity'::DOUBLE), coalesce(far, '-Infinity'::DOUBLE), '-Infinity'::DOUBLE]).list_reverse_sort() -- with $article_ids $council $trust $funding $since $until $seen_after $story_id
        ELSE [coalesce(surely, '-Infinity'::DOUBLE)] -- without $article_ids $council $trust $funding $since $until $seen_after $story_id
    END AS floors,
    if(coalesce($sort::VARCHAR, 'worth') = 'worth' AND $candidate_ids::VARCHAR[] IS NULL, coalesce($after_place::DOUBLE, 'Infinity'::DOUBLE), 'Infinity'::DOUBLE) AS ceiling
FROM found;
WITH chosen AS (
    SELECT score, candidate_id, state, policy_id, outlet_id, stance, direction, article_id, revision_id, story_id, leads, day, seen
    FROM live.waiting_of($viewer)
    WHERE score >= $bound.floor::DOUBLE AND state = coalesce($state::VARCHAR, 'open')
        AND policy_id = $policy_id -- with $policy_id
        AND outlet_id = $outlet_id -- with $outlet_id
        AND stance = $stance -- with $stance
        AND direction = $direction -- with $direction
        AND day >= $since::DATE -- with $since
        AND day <= $until::DATE -- with $until
        AND seen > $seen_after::TIMESTAMPTZ -- with $seen_after
        AND story_id = $story_id::UUID -- with $story_id
        AND candidate_id IN (SELECT unnest($candidate_ids::UUID[])) -- with $candidate_ids
        AND article_id IN (SELECT unnest($article_ids::UUID[])) -- with $article_ids
        AND article_id IN (SELECT article_id FROM records.covered WHERE council = $council) -- with $council
        AND article_id IN (SELECT article_id FROM records.article_labels WHERE "label" = 'TRUST' AND identifier = $trust) -- with $trust
        AND article_id IN (SELECT article_id FROM records.article_labels WHERE "label" = 'FUNDING' AND identifier = $funding) -- with $funding
), cards AS (
    SELECT * FROM chosen
    WHERE score <= $bound.ceiling::DOUBLE AND leads_under(leads, $outlet_id, $stance, $direction) -- without $candidate_ids $article_ids $council $trust $funding $since $until $seen_after $story_id
    QUALIFY row_number() OVER (PARTITION BY policy_id, story_id ORDER BY score DESC, candidate_id) = 1 -- with $candidate_ids $article_ids $council $trust $funding $since $until $seen_after $story_id
)
SELECT score AS place, -- without $sort
SELECT queue_place($sort::VARCHAR, score, day, seen, coalesce(policy_place, 0)) AS place, -- with $sort
    score, candidate_id, state, policy_id, outlet_id, stance, direction, article_id, revision_id, story_id, seen
FROM cards
LEFT JOIN (SELECT policy_id, row_number() OVER (ORDER BY title, policy_id) AS policy_place FROM records.policies) USING (policy_id) -- with $sort
WHERE true
    AND (place < $after_place::DOUBLE OR (place = $after_place::DOUBLE AND candidate_id > $after_id::UUID)) -- with $after_place
ORDER BY place DESC, candidate_id
LIMIT coalesce($number::BIGINT, 50);
-- The rows of that page alone, each table by its index before anything is joined.
-- kept by candidate_id until the next load
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
        AND candidates.field = 'text'] AS mentions,
    candidates.announcement
FROM candidates
JOIN texts USING (revision_id)
LEFT JOIN tags USING (revision_id)
LEFT JOIN records.policies ON policies.policy_id = candidates.policy_id
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id;
-- How many passages each card has.
WITH waiting AS (
    SELECT candidate_id, policy_id, story_id, state FROM records.waiting_candidates WHERE story_id IN ($found.story_id) -- settled
    SELECT candidate_id, policy_id, story_id, coalesce(said.state, held.state) AS state -- overlaid
    FROM live.waiting_rows AS held LEFT JOIN live.said_of($viewer) AS said USING (candidate_id) -- overlaid
    WHERE story_id IN ($found.story_id) -- overlaid
), counted AS (
    SELECT candidate_id, count(*) OVER (PARTITION BY policy_id, story_id, state) AS passages FROM waiting
)
SELECT candidate_id, passages FROM counted WHERE candidate_id IN ($found.candidate_id);
-- kept by story_id until the next load
WITH named AS (
    SELECT unnest([$found.story_id]) AS story_id
), linked AS MATERIALIZED (
    SELECT story_id, article_id, relation FROM records.story_articles WHERE story_id IN ($found.story_id)
), sources AS (
    SELECT story_id, count(DISTINCT outlet_id) AS outlets, count(DISTINCT outlet_id) FILTER (relation IN ('original', 'independent')) AS independent
    FROM linked JOIN records.linked_articles USING (article_id)
    GROUP BY story_id
)
SELECT story_id, coalesce(outlets, 1) AS outlets, coalesce(independent, 1) AS independent FROM named LEFT JOIN sources USING (story_id);
