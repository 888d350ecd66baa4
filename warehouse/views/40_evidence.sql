-- Every decision of an editor, in order.
CREATE VIEW decisions AS SELECT
    decision_id,    -- the decision
    sequence,       -- the order in which decisions were taken
    candidate_id,   -- the candidate
    policy_id,      -- the policy
    article_id,     -- the article
    action,         -- what the editor did
    editor,         -- who
    note,           -- why, in the editor's words
    reject_reason,  -- with a reject: why
    decided_at,     -- when
    stance,         -- the editor's stance, or the matcher's where the editor gave none
    matched_stance, -- the matcher's stance at the time
    direction,      -- which way that goes: the editor's direction, or the matcher's where the editor gave none
    matched_direction, -- the matcher's direction at the time
    criterion,      -- the criterion that the passage spoke to, such as progress 2; empty for none
    score,          -- the score at the time
    passage,        -- the passage that was decided, as it was put forward
    quotation.words AS quotation, -- with an accept: the words that the editor quotes in its place; empty where the passage stands as it is
    quotation."start" AS quotation_start, -- where these begin in that part, in characters
    quotation."end" AS quotation_end, -- where they end
    quotation.content_sha256 AS quotation_sha256, -- SHA-256 of the text that they were taken from
    field,          -- the part of the text that it stood in
    revision_id,    -- the text that it stood in
    start_offset,   -- where it began in that part, in characters
    end_offset,     -- where it ended
    sentence_start, -- where the sentence that carried it began
    sentence_end,   -- where the sentence ended
    matcher,        -- the version of the matcher that put it forward
    reading,        -- what it is in a review of the card by two editors; empty where there was none. What such a review holds is not here
    rankings.model, -- the learner's model that ordered the queue then; empty where nothing was learned
    rankings.probability, -- that the candidate would be accepted, by that model
    rankings.sampled, -- whether the candidate was drawn at random, and not put forward by its place in the order
    row_number() OVER (PARTITION BY candidate_id ORDER BY sequence DESC) = 1 AS latest -- whether it is the last word on the candidate
FROM records.decisions LEFT JOIN records.decision_rankings AS rankings USING (decision_id);

-- Passages that were put forward as evidence for a policy, and what became of them.
CREATE VIEW candidates AS
WITH standing AS (
    SELECT candidate_id, max_by(action, sequence) AS action, max_by(editor, sequence) AS editor,
        max_by(decided_at, sequence) AS decided_at
    FROM records.decisions GROUP BY candidate_id
), decided_there AS (
    SELECT policy_id, outlet_id, article_id, field, plain_letters(passage) AS letters
    FROM (SELECT * FROM records.decisions QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY sequence DESC) = 1)
    WHERE decided(state_after(action))
), repeated AS (
    SELECT DISTINCT candidate_id AS repeated_id
    FROM records.candidates AS held JOIN decided_there USING (policy_id, outlet_id)
    WHERE letters = plain_letters(held.passage) OR (
        decided_there.field = 'title' AND held.field = 'title' AND decided_there.article_id = held.article_id
        AND is_headline_again(letters, plain_letters(held.passage))
    )
)
SELECT
    candidate_id,  -- policy, article and passage
    policy_id,     -- the policy
    article_id,    -- the article
    revision_id,   -- the text that it was last found in
    candidates.outlet_id, -- the outlet
    published,     -- when the article was published
    day_at(published, outlets.timezone) AS published_day, -- its day at the outlet
    title,         -- its headline
    url,           -- its address
    passage,       -- the passage
    score,         -- 0 to 1; the order of the queue
    stance,        -- what it says of the policy
    direction,     -- which way that moves the policy
    matched_stance, -- the matcher's stance: a sum that was announced before makes it another
    matched_direction, -- which way that moves the policy
    commitment_id, -- the commitment of the sum that the passage tells of; empty for none
    announcement,  -- the first, second, ... story that announces it; empty for none
    story_id,      -- the story of its article
    relation,      -- what its article is in that
    criterion,     -- the criterion that it speaks to, such as progress 2; empty for none
    reason,        -- why it was put forward, in words
    terms,         -- what matched
    coalesce(state_after(standing.action), CASE WHEN NOT current THEN 'withdrawn' WHEN repeated_id IS NOT NULL THEN 'repeated' ELSE 'open' END) AS state,  -- what it is for the queue
    current,       -- whether the latest matching still puts it forward
    standing.editor AS editor,         -- who decided
    standing.decided_at AS decided_at, -- when
    field,         -- the part of the text that the passage stands in
    start_offset,  -- where it begins in that part, in characters
    end_offset,    -- where it ends
    sentence_start, -- where the sentence that carries it begins
    sentence_end,  -- where the sentence ends
    matcher,       -- the version of the matcher
    candidates.first_made_at AS put_forward_at -- when it was first put forward
FROM records.candidates
LEFT JOIN standing USING (candidate_id)
LEFT JOIN repeated ON repeated_id = candidate_id
LEFT JOIN records.story_articles USING (article_id)
JOIN records.revisions USING (revision_id, article_id)
LEFT JOIN records.outlets ON outlets.outlet_id = candidates.outlet_id;

-- What editors accepted: passages that can be cited, with the text, the offsets and the capture that they rest on.
CREATE VIEW evidence AS
WITH latest AS (
    SELECT article_id, arg_max(revision_id, (last_captured_at, made_at)) AS revision_id
    FROM records.revisions GROUP BY article_id
), withdrawn AS (
    SELECT article_id, arg_max(status, noted_at) = 'withdrawn' AS gone FROM records.article_statuses GROUP BY article_id
)
SELECT
    accepted.candidate_id, -- the candidate
    accepted.policy_id,    -- the policy
    policies.title AS policy, -- its line
    stance,                -- what the passage says of the policy
    direction,             -- which way that moves the policy
    criterion,             -- the criterion that it speaks to, such as progress 2; empty for none
    coalesce(accepted.quotation.words, passage) AS passage, -- the passage, or what the editor quotes in its place
    seen.title AS title,   -- the article's headline
    seen.published AS published, -- when it was published
    day_at(seen.published, outlets.timezone) AS published_day, -- its day at the outlet
    seen.url AS url,       -- its address
    seen.outlet_id AS outlet_id, -- the outlet
    accepted.article_id,   -- the article
    seen.revision_id AS revision_id, -- the text that the editor saw
    coalesce(accepted.quotation.field, field) AS field, -- the part of that text that the passage stands in
    coalesce(accepted.quotation."start", start_offset) AS start_offset, -- where it begins in that part, in characters
    coalesce(accepted.quotation."end", end_offset) AS end_offset, -- where it ends
    sentence_start,        -- where the sentence that carries it begins
    sentence_end,          -- where the sentence ends
    captures.warc_file AS warc_file,     -- the file of the archive that holds the page
    captures.warc_offset AS warc_offset, -- where in it, in bytes
    editor,                -- who accepted it
    note,                  -- why
    decided_at,            -- when
    NOT contains(
        words_of_field(
            coalesce(accepted.quotation.field, field), now_shown.title, now_shown.standfirst, now_shown.text, now_shown.corrections
        ),
        coalesce(accepted.quotation.words, passage)
    )
        AS changed_since, -- whether the article's latest text no longer holds the passage
    coalesce(withdrawn.gone, false) AS withdrawn -- whether the outlet has withdrawn the article
FROM (
    SELECT * FROM records.decisions QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY sequence DESC) = 1
) AS accepted
JOIN records.revisions AS seen ON seen.revision_id = coalesce(accepted.quotation.revision_id::UUID, accepted.revision_id)
JOIN latest ON latest.article_id = accepted.article_id
JOIN records.revisions AS now_shown ON now_shown.revision_id = latest.revision_id
LEFT JOIN records.captures ON captures.capture_id = seen.capture_id
LEFT JOIN records.policies ON policies.policy_id = accepted.policy_id
LEFT JOIN records.outlets ON outlets.outlet_id = seen.outlet_id
LEFT JOIN withdrawn ON withdrawn.article_id = accepted.article_id
WHERE accepted.action = 'accept';

-- Reviews by two editors (double coding): of a passage, what the first decided and what the second did, who did not see it.
CREATE VIEW second_reviews AS
WITH told AS (
    SELECT decision_id, sequence, candidate_id, action, editor, note, decided_at, policy_id, article_id, stance, direction, reject_reason,
        action_id, reading, reads
    FROM records.decisions WHERE reads IS NOT NULL
    UNION ALL BY NAME
    SELECT * EXCLUDE (revision_id, score) FROM records.held_decisions
), again AS (
    SELECT * FROM told WHERE reading IN ('agrees', 'disagrees')
    QUALIFY row_number() OVER (PARTITION BY reads ORDER BY sequence DESC) = 1
), settling AS (
    SELECT * FROM told WHERE reading = 'settles' QUALIFY row_number() OVER (PARTITION BY reads ORDER BY sequence DESC) = 1
)
SELECT
    own.candidate_id,  -- the candidate
    own.policy_id,     -- the policy
    own.article_id,    -- the article
    own.decision_id,   -- the first editor's decision
    own.editor,        -- the first editor
    own.action,        -- what the first editor did
    own.stance,        -- as what
    own.direction,     -- which way that goes
    own.reject_reason, -- with a reject: why
    own.decided_at,    -- when
    again.editor AS second_editor,       -- the second editor
    again.action AS second_action,       -- what the second editor did
    again.stance AS second_stance,       -- as what
    again.direction AS second_direction, -- which way that goes
    again.reject_reason AS second_reject_reason, -- with a reject: why
    again.decided_at AS second_decided_at,       -- when
    again.reading = 'agrees' AS agreed,  -- whether both did the same, and of an accept both saw it go the same way
    row_number() OVER (
        PARTITION BY own.action_id, own.policy_id, coalesce(story_articles.story_id, own.article_id) ORDER BY own.sequence
    ) = 1 AS leads,                      -- whether it led its card: agreement is counted by card, on these
    settling.editor AS settled_by,       -- who decided between the two; empty where they agreed, and until it is settled
    settling.action AS settled_action,   -- what the third editor did
    settling.decided_at AS settled_at    -- when
FROM told AS own
JOIN again ON again.reads = own.decision_id AND again.action IN ('accept', 'reject')
LEFT JOIN settling ON settling.reads = own.decision_id AND settling.action IN ('accept', 'reject')
LEFT JOIN records.story_articles ON story_articles.article_id = own.article_id
WHERE own.reading = 'first' AND own.action IN ('accept', 'reject');

-- How two editors agree who read the same cards without seeing each other's decisions: by the outcome, and of an accept by its direction.
CREATE VIEW second_review_agreement AS
WITH outcomes AS (
    SELECT editor, second_editor, agreed, if(action = 'accept', direction, action) AS one, if(second_action = 'accept', second_direction, second_action) AS other
    FROM second_reviews WHERE leads
), pairs AS (
    SELECT editor, second_editor, one, other, agreed FROM outcomes
    UNION ALL
    SELECT 'all', 'all', one, other, agreed FROM outcomes
), totals AS (
    SELECT editor, second_editor, count(*) AS cards, count(*) FILTER (agreed) AS agreed FROM pairs GROUP BY ALL
), chances AS (
    SELECT editor, second_editor, sum(ones.number * others.number) AS together
    FROM (SELECT editor, second_editor, one AS outcome, count(*) AS number FROM pairs GROUP BY ALL) AS ones
    JOIN (SELECT editor, second_editor, other AS outcome, count(*) AS number FROM pairs GROUP BY ALL) AS others
        USING (editor, second_editor, outcome)
    GROUP BY ALL
), shares AS (
    SELECT *, agreed / cards AS share, coalesce(together, 0) / (cards * cards) AS chance,
        1.959964 * sqrt((agreed / cards) * (1 - agreed / cards) / cards + 1.959964 ** 2 / (4 * cards * cards)) AS spread
    FROM totals LEFT JOIN chances USING (editor, second_editor)
), bounds AS (
    SELECT *, (share + 1.959964 ** 2 / (2 * cards) - spread) / (1 + 1.959964 ** 2 / cards) AS least,
        (share + 1.959964 ** 2 / (2 * cards) + spread) / (1 + 1.959964 ** 2 / cards) AS most
    FROM shares
)
SELECT
    editor,        -- the first editor; all for every review together
    second_editor, -- the second editor, who did not see the first one's decisions
    cards,         -- cards that both read
    agreed,        -- of these, on which they agreed
    share,         -- that as a share
    chance,        -- the share that would come by chance, with as many of each outcome
    if(chance < 1, (share - chance) / (1 - chance), NULL) AS kappa, -- Cohen's: 1 is full agreement, 0 is what chance gives; empty where both said the same of everything
    if(chance < 1, greatest(-1, (least - chance) / (1 - chance)), NULL) AS low, -- where its interval (95%) begins: Wilson's of the share, at that chance
    if(chance < 1, (most - chance) / (1 - chance), NULL) AS high                -- where it ends
FROM bounds;
