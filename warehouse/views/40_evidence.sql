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
    passage,        -- the passage that was decided
    field,          -- the part of the text that it stood in
    revision_id,    -- the text that it stood in
    start_offset,   -- where it began in that part, in characters
    end_offset,     -- where it ended
    sentence_start, -- where the sentence that carried it began
    sentence_end,   -- where the sentence ended
    matcher,        -- the version of the matcher that put it forward
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
    passage,               -- the passage
    seen.title AS title,   -- the article's headline
    seen.published AS published, -- when it was published
    day_at(seen.published, outlets.timezone) AS published_day, -- its day at the outlet
    seen.url AS url,       -- its address
    seen.outlet_id AS outlet_id, -- the outlet
    accepted.article_id,   -- the article
    accepted.revision_id,  -- the text that the editor saw
    field,                 -- the part of that text that the passage stands in
    start_offset,          -- where it begins in that part, in characters
    end_offset,            -- where it ends
    sentence_start,        -- where the sentence that carries it begins
    sentence_end,          -- where the sentence ends
    captures.warc_file AS warc_file,     -- the file of the archive that holds the page
    captures.warc_offset AS warc_offset, -- where in it, in bytes
    editor,                -- who accepted it
    note,                  -- why
    decided_at,            -- when
    NOT contains(words_of_field(field, now_shown.title, now_shown.standfirst, now_shown.text, now_shown.corrections), passage)
        AS changed_since, -- whether the article's latest text no longer holds the passage
    coalesce(withdrawn.gone, false) AS withdrawn -- whether the outlet has withdrawn the article
FROM (
    SELECT * FROM records.decisions QUALIFY row_number() OVER (PARTITION BY candidate_id ORDER BY sequence DESC) = 1
) AS accepted
JOIN records.revisions AS seen ON seen.revision_id = accepted.revision_id
JOIN latest ON latest.article_id = accepted.article_id
JOIN records.revisions AS now_shown ON now_shown.revision_id = latest.revision_id
LEFT JOIN records.captures ON captures.capture_id = seen.capture_id
LEFT JOIN records.policies ON policies.policy_id = accepted.policy_id
LEFT JOIN records.outlets ON outlets.outlet_id = seen.outlet_id
LEFT JOIN withdrawn ON withdrawn.article_id = accepted.article_id
WHERE accepted.action = 'accept';
