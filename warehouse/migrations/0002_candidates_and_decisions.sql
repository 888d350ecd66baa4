-- The matcher's work, and the editors'.

-- That one version of the matcher read one revision. Its candidates are those that name the revision.
CREATE TABLE records.matchings (
    revision_id UUID NOT NULL,    -- the text
    article_id UUID NOT NULL,     -- the article
    matcher VARCHAR NOT NULL,     -- the version of the matcher
    made_at TIMESTAMPTZ NOT NULL, -- when
    candidates BIGINT NOT NULL    -- how many passages it put forward
);

-- A passage put forward as evidence for a policy, where it was last found. Never deleted.
CREATE TABLE records.candidates (
    candidate_id UUID PRIMARY KEY,     -- policy, article and passage
    policy_id VARCHAR NOT NULL,        -- the policy
    article_id UUID NOT NULL,          -- the article
    revision_id UUID NOT NULL,         -- the text that it was last found in
    outlet_id VARCHAR NOT NULL,        -- the outlet
    start_offset BIGINT NOT NULL,      -- where the passage begins in the text, in characters
    end_offset BIGINT NOT NULL,        -- where it ends
    passage VARCHAR NOT NULL,          -- the passage
    score DOUBLE NOT NULL,             -- 0 to 1; the order of the queue
    stance VARCHAR NOT NULL,           -- advances, contradicts or context
    reason VARCHAR NOT NULL,           -- why it was put forward, in words
    terms VARCHAR[],                   -- what matched
    matcher VARCHAR NOT NULL,          -- the version of the matcher
    made_at TIMESTAMPTZ NOT NULL,      -- when it was last put forward
    first_made_at TIMESTAMPTZ NOT NULL,-- when it was first put forward
    current BOOLEAN NOT NULL           -- whether the latest matching of the latest matched text still puts it forward
);

-- The queue: candidates that wait for an editor. Narrow, so that a page of it is read in milliseconds.
CREATE TABLE records.waiting_candidates (
    score DOUBLE NOT NULL,      -- the order of the queue
    candidate_id UUID NOT NULL, -- the candidate
    state VARCHAR NOT NULL,     -- open, or deferred by an editor
    policy_id VARCHAR NOT NULL, -- the policy
    outlet_id VARCHAR NOT NULL, -- the outlet
    stance VARCHAR NOT NULL,    -- advances, contradicts or context
    article_id UUID NOT NULL,   -- the article
    revision_id UUID NOT NULL   -- the text that the candidate was last found in
);

-- How far the queue's table is out of its order, in one row.
CREATE TABLE bookkeeping.queue_order (
    came BIGINT NOT NULL -- rows that came since the table was last sorted
);
INSERT INTO bookkeeping.queue_order VALUES (0);

-- Which councils each text mentions, for the queue's filter: a list in every row of the queue would be read whole.
CREATE TABLE records.covered (
    council VARCHAR NOT NULL, -- GSS code
    article_id UUID NOT NULL, -- the article
    revision_id UUID NOT NULL -- the text
);

-- How many candidates wait, kept with every change of the queue, so that nobody counts a million rows for a page.
CREATE TABLE records.waiting_counts (
    policy_id VARCHAR NOT NULL, -- the policy
    outlet_id VARCHAR NOT NULL, -- the outlet
    stance VARCHAR NOT NULL,    -- advances, contradicts or context
    state VARCHAR NOT NULL,     -- open, or deferred by an editor
    band INTEGER NOT NULL,      -- sixteenths of the score, rounded down: tells how deep in the queue a page can reach
    number BIGINT NOT NULL      -- how many; may be 0
);

-- What editors decided, with what they saw when they did. Append-only; the latest row of a candidate holds.
CREATE TABLE records.decisions (
    decision_id UUID NOT NULL,       -- the decision, named by the editor's browser
    sequence BIGINT NOT NULL,        -- the order in which decisions were taken
    candidate_id UUID NOT NULL,      -- the candidate
    action VARCHAR NOT NULL,         -- accept, reject, defer or reopen
    editor VARCHAR NOT NULL,         -- who
    note VARCHAR NOT NULL,           -- why, in the editor's words
    decided_at TIMESTAMPTZ NOT NULL, -- when
    policy_id VARCHAR,               -- the policy
    article_id UUID,                 -- the article
    revision_id UUID,                -- the text that the passage stood in
    outlet_id VARCHAR,               -- the outlet
    start_offset BIGINT,             -- where the passage began in that text
    end_offset BIGINT,               -- where it ended
    passage VARCHAR,                 -- the passage
    score DOUBLE,                    -- its score at the time
    stance VARCHAR,                  -- the editor's stance, or the matcher's where the editor gave none
    matched_stance VARCHAR,          -- the matcher's stance at the time
    reject_reason VARCHAR,           -- with a reject: one of a short list
    matcher VARCHAR                  -- the version of the matcher that put it forward
);
