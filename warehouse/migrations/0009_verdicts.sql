-- Verdicts, what they rest on, and what of a policy they are held to.
ALTER TABLE records.policies ADD COLUMN document VARCHAR;   -- the document that made the promise
ALTER TABLE records.policies ADD COLUMN since DATE;         -- the day from which events count
ALTER TABLE records.policies ADD COLUMN statuses VARCHAR[]; -- the tracker's vocabulary
UPDATE records.policies SET document = '', statuses = [];

-- The book of verdicts: each row is a verdict, or says that one is open again. Append-only, each chained to the one before.
CREATE TABLE records.verdicts (
    sequence BIGINT NOT NULL,      -- the order in which rows were written
    row_id UUID NOT NULL,          -- the row
    kind VARCHAR NOT NULL,         -- what it says
    policy_id VARCHAR NOT NULL,    -- the policy
    verdict_id UUID NOT NULL,      -- the verdict that was written or opened again
    noted_at TIMESTAMPTZ NOT NULL, -- when the row was written
    status VARCHAR,                -- of a verdict: the tracker's word
    text VARCHAR,                  -- of a verdict: what happened, with citations such as [2]
    effective DATE,                -- of a verdict: the day from which the status holds
    author VARCHAR,                -- of a verdict: who wrote it
    replaces UUID,                 -- of a verdict: the one that stood before
    policy_version VARCHAR,        -- of a verdict: a digest of the policy's words at the time
    change VARCHAR,                -- of a reopening: what happened to the evidence
    reason VARCHAR,                -- of a reopening: how that is known
    article_id UUID,               -- of a reopening: the article
    url VARCHAR,                   -- of a reopening: its address
    title VARCHAR,                 -- of a reopening: its headline
    numbers BIGINT[],              -- of a reopening: the citations that are concerned
    passage_gone BOOLEAN,          -- of a reopening: whether a cited passage is no longer in the article
    revision_id UUID,              -- of a reopening: the text that is shown now
    capture_id UUID,               -- of a reopening: the capture that it was read from
    content VARCHAR NOT NULL,      -- the whole row as JSON, with all that is pinned: what the chain is made over
    sha256 VARCHAR NOT NULL        -- of the row before and this row's content
);

-- What each verdict rests on, as it was when the verdict was written.
CREATE TABLE records.verdict_evidence (
    verdict_id UUID NOT NULL,        -- the verdict
    number BIGINT NOT NULL,          -- of the citation, from 1
    candidate_id UUID NOT NULL,      -- the candidate
    decision_id UUID NOT NULL,       -- the decision that accepted it
    accepted_by VARCHAR NOT NULL,    -- who accepted it
    accepted_at TIMESTAMPTZ NOT NULL,-- when
    note VARCHAR NOT NULL,           -- why, in the editor's words
    stance VARCHAR NOT NULL,         -- what it says of the policy
    direction VARCHAR NOT NULL,      -- which way that moves the policy
    criterion VARCHAR NOT NULL,      -- the criterion that it speaks to; empty for none
    passage VARCHAR NOT NULL,        -- the passage
    field VARCHAR NOT NULL,          -- the part of the text that it stands in
    start_offset BIGINT NOT NULL,    -- where it begins in that part, in characters
    end_offset BIGINT NOT NULL,      -- where it ends
    article_id UUID NOT NULL,        -- the article
    revision_id UUID NOT NULL,       -- the text
    content_sha256 VARCHAR NOT NULL, -- of that text
    outlet_id VARCHAR NOT NULL,      -- the outlet
    outlet VARCHAR NOT NULL,         -- its name
    url VARCHAR NOT NULL,            -- the article's address
    title VARCHAR NOT NULL,          -- its headline
    published TIMESTAMPTZ,           -- when it was published
    published_precision VARCHAR,     -- how exactly that is known
    published_day DATE,              -- its day at the outlet
    wall VARCHAR NOT NULL,           -- how far it was open to a reader without an account
    extractor VARCHAR NOT NULL,      -- the version of the extraction
    tagger VARCHAR NOT NULL,         -- the version of the tagger
    matcher VARCHAR NOT NULL,        -- the version of the matcher
    capture_id UUID NOT NULL,        -- the capture
    captured_at TIMESTAMPTZ,         -- when the page was captured
    payload_sha256 VARCHAR NOT NULL, -- of the page's body, as sent
    warc_file VARCHAR NOT NULL,      -- the file of the archive that holds the capture
    warc_offset BIGINT NOT NULL,     -- where in it, in bytes
    body_file VARCHAR NOT NULL,      -- the file that holds the body: an earlier capture's where this one only repeated it
    body_offset BIGINT NOT NULL,     -- where in it, in bytes
    shown_revision_id UUID NOT NULL, -- the article's latest text when the verdict was written
    shown_sha256 VARCHAR NOT NULL,   -- of that text
    withdrawn BOOLEAN NOT NULL       -- whether the outlet had withdrawn the article by then
);
