-- The review of a card by two editors: what each decision is in it, and those that do not stand.
ALTER TABLE records.decisions ADD COLUMN reading VARCHAR; -- what it is in a review by two editors; empty where there was none
ALTER TABLE records.decisions ADD COLUMN reads UUID;      -- the first editor's decision, of which it is a second or third reading
CREATE TABLE records.held_decisions (
    decision_id UUID NOT NULL,       -- the decision, named by the editor's browser
    sequence BIGINT NOT NULL,        -- its place among all decisions, those that stand and those that are held
    candidate_id UUID NOT NULL,      -- the candidate
    action VARCHAR NOT NULL,         -- accept or reject; reopen where the editor took it back
    editor VARCHAR NOT NULL,         -- who
    note VARCHAR NOT NULL,           -- why, in the editor's words
    decided_at TIMESTAMPTZ NOT NULL, -- when
    policy_id VARCHAR,               -- the policy
    article_id UUID,                 -- the article
    revision_id UUID,                -- the text that the passage stood in
    score DOUBLE,                    -- its score at the time
    stance VARCHAR,                  -- the editor's stance, or the matcher's where the editor gave none
    direction VARCHAR,               -- which way that goes
    reject_reason VARCHAR,           -- with a reject: one of a short list
    action_id UUID,                  -- the decision on the card that this one is a part of; its own where it was taken alone
    reading VARCHAR NOT NULL,        -- what it is in the review
    reads UUID                       -- the first editor's decision, of which it is a reading
);
