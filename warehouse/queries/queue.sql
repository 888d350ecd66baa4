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
        AND ($policy_id::VARCHAR IS NULL OR policy_id = $policy_id)
        AND ($outlet_id::VARCHAR IS NULL OR outlet_id = $outlet_id)
        AND ($stance::VARCHAR IS NULL OR stance = $stance)
        AND ($direction::VARCHAR IS NULL OR direction = $direction)
        AND leads_under(leads, $outlet_id, $stance, $direction)
        AND ($after_place::DOUBLE IS NULL OR band < floor($after_place::DOUBLE * 16))
    GROUP BY band
), plain AS (
    SELECT coalesce($number::BIGINT, 50) AS enough, coalesce($sort::VARCHAR, 'worth') = 'worth' AND $candidate_ids::VARCHAR[] IS NULL AS by_score,
        $candidate_ids::VARCHAR[] IS NULL
        AND NOT narrows($article_ids::VARCHAR[], $council, $trust, $funding, $since::DATE, $until::DATE, $seen_after::TIMESTAMPTZ, $story_id::UUID) AS by_leads
), found AS (
    SELECT any_value(by_leads) AS by_leads, any_value(by_score) AS by_score, any_value(enough) AS enough,
        max(band) FILTER (together >= enough + (SELECT count(*) FROM live.undrained) + (SELECT count(*) FROM live.held_by($viewer))) / 16 AS surely,
        max(band) FILTER (together >= 40 * enough) / 16 AS near,
        max(band) FILTER (together >= 1000 * enough) / 16 AS far
    FROM plain LEFT JOIN bands ON true
)
SELECT
    CASE
        WHEN by_leads AND by_score THEN [coalesce(surely, '-Infinity'::DOUBLE)]
        WHEN by_score THEN list_distinct([coalesce(near, '-Infinity'::DOUBLE), coalesce(far, '-Infinity'::DOUBLE), '-Infinity'::DOUBLE]).list_reverse_sort()
        ELSE ['-Infinity'::DOUBLE]
    END AS floors,
    enough,
    coalesce(if(by_leads AND by_score, $after_place::DOUBLE, NULL), 'Infinity'::DOUBLE) AS ceiling,
    by_leads
FROM found;
WITH chosen AS (
    SELECT score, candidate_id, state, policy_id, outlet_id, stance, direction, article_id, revision_id, story_id, leads, day, seen
    FROM live.waiting_of($viewer)
    WHERE score >= $bound.floor::DOUBLE AND state = coalesce($state::VARCHAR, 'open')
        AND ($policy_id::VARCHAR IS NULL OR policy_id = $policy_id)
        AND ($outlet_id::VARCHAR IS NULL OR outlet_id = $outlet_id)
        AND ($stance::VARCHAR IS NULL OR stance = $stance)
        AND ($direction::VARCHAR IS NULL OR direction = $direction)
        AND ($since::DATE IS NULL OR day >= $since::DATE)
        AND ($until::DATE IS NULL OR day <= $until::DATE)
        AND ($seen_after::TIMESTAMPTZ IS NULL OR seen > $seen_after::TIMESTAMPTZ)
        AND ($story_id::UUID IS NULL OR story_id = $story_id::UUID)
        AND ($candidate_ids::VARCHAR[] IS NULL OR candidate_id IN (SELECT unnest($candidate_ids::UUID[])))
), let_through AS (
    SELECT * FROM chosen
    WHERE is_let_through(article_id, $article_ids::VARCHAR[], $council, $trust, $funding)
), cards AS (
    SELECT * FROM chosen
    WHERE $bound.by_leads::BOOLEAN AND score <= $bound.ceiling::DOUBLE AND leads_under(leads, $outlet_id, $stance, $direction)
    UNION ALL
    SELECT * FROM let_through
    WHERE NOT $bound.by_leads::BOOLEAN
    QUALIFY row_number() OVER (PARTITION BY policy_id, story_id ORDER BY score DESC, candidate_id) = 1
), placed AS (
    SELECT queue_place(coalesce($sort::VARCHAR, 'worth'), score, day, seen, coalesce(policy_place, 0)) AS place, *
    FROM cards
    LEFT JOIN (SELECT policy_id, row_number() OVER (ORDER BY title, policy_id) AS policy_place FROM records.policies) USING (policy_id)
)
SELECT place, score, candidate_id, state, policy_id, outlet_id, stance, direction, article_id, revision_id, story_id, seen
FROM placed
WHERE $after_place::DOUBLE IS NULL
    OR place < $after_place::DOUBLE OR (place = $after_place::DOUBLE AND candidate_id > $after_id::UUID)
ORDER BY place DESC, candidate_id
LIMIT coalesce($number::BIGINT, 50);
-- The rows of that page alone, each table by its index before anything is joined.
WITH candidates AS MATERIALIZED (
    SELECT * FROM records.candidates WHERE candidate_id IN ($found.candidate_id)
), texts AS MATERIALIZED (
    SELECT revision_id, title, url, published, wall FROM records.revisions WHERE revision_id IN ($found.revision_id)
), tags AS MATERIALIZED (
    SELECT revision_id, mentions FROM records.taggings WHERE revision_id IN ($found.revision_id)
), waiting AS MATERIALIZED (
    SELECT candidate_id, policy_id, story_id, coalesce(said.state, held.state) AS state
    FROM records.waiting_candidates AS held LEFT JOIN live.said_of($viewer) AS said USING (candidate_id)
    WHERE story_id IN ($found.story_id)
), cards AS (
    SELECT own.candidate_id, own.story_id, count(*) AS passages
    FROM waiting AS own JOIN waiting AS each USING (policy_id, story_id, state)
    WHERE own.candidate_id IN ($found.candidate_id)
    GROUP BY ALL
), sources AS MATERIALIZED (
    SELECT story_id, count(DISTINCT outlet_id) AS outlets,
        count(DISTINCT outlet_id) FILTER (relation IN ('original', 'independent')) AS independent
    FROM records.story_articles JOIN records.linked_articles USING (article_id)
    WHERE story_id IN ($found.story_id)
    GROUP BY story_id
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
    candidates.announcement, cards.passages, coalesce(sources.outlets, 1) AS outlets, coalesce(sources.independent, 1) AS independent
FROM candidates
JOIN cards USING (candidate_id)
LEFT JOIN sources USING (story_id)
JOIN texts USING (revision_id)
LEFT JOIN tags USING (revision_id)
LEFT JOIN records.policies ON policies.policy_id = candidates.policy_id
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id;
