-- What the queue said of a candidate when an editor decided it, for decisions that were taken while it learned.
CREATE TABLE records.decision_rankings (
    decision_id UUID NOT NULL,   -- the decision
    model VARCHAR NOT NULL,      -- the learner's: its rules, how many decisions it had learned from, and a digest of them
    probability DOUBLE NOT NULL, -- that the candidate would be accepted, by that model
    sampled BOOLEAN NOT NULL     -- whether the candidate was drawn at random, and not put forward by its place in the order
);
