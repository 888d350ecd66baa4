-- Stories (articles of one event) and commitments (sums of one promise of money), and what they are found by.

-- Articles that wait to be weighed against the others: each that was tagged since it was last linked.
CREATE TABLE records.articles_to_link (
    article_id UUID NOT NULL,    -- the article
    dated TIMESTAMPTZ NOT NULL   -- its publication, or when it was first captured: earlier ones are linked first
);
INSERT INTO records.articles_to_link
SELECT article_id, arg_max(coalesce(published, first_captured_at), (last_captured_at, made_at)) FROM records.revisions GROUP BY article_id;

-- The text of each article that was last weighed against others.
CREATE TABLE records.linked_articles (
    article_id UUID NOT NULL,    -- the article
    revision_id UUID NOT NULL,   -- its text
    outlet_id VARCHAR NOT NULL,  -- the outlet
    dated TIMESTAMPTZ NOT NULL,  -- its publication, or when it was first captured
    linker VARCHAR NOT NULL,     -- the version of the linker
    linked_at TIMESTAMPTZ NOT NULL -- when
);

-- Rare words of each article (an inverted index), by which articles that may report the same event are found.
-- Without an index: rows come in the order of time, and a look-up reads the days around an article alone.
CREATE TABLE records.story_keys (
    "key" BIGINT NOT NULL,      -- of the word, by hash
    weight DOUBLE NOT NULL,     -- in the article's vector of length 1
    article_id UUID NOT NULL,   -- the article
    dated TIMESTAMPTZ NOT NULL  -- its publication, or when it was first captured
);

-- Articles that were weighed against each other. Each pair stands here twice, once from either side.
CREATE TABLE records.story_pairs (
    article_id UUID NOT NULL,    -- the article
    other_id UUID NOT NULL,      -- the other one
    probability DOUBLE NOT NULL, -- that the two are of one story
    taken DOUBLE NOT NULL        -- share of the words of one that stand in the other, the larger of both ways
);

-- The story of each article.
CREATE TABLE records.story_articles (
    article_id UUID NOT NULL,    -- the article
    story_id UUID NOT NULL,      -- the article that the story began with, unless that one went into another story
    relation VARCHAR NOT NULL,   -- what the article is in it
    since TIMESTAMPTZ NOT NULL   -- since when it has been of this story
);

-- That an article left one story for another one. Append-only.
CREATE TABLE records.story_changes (
    article_id UUID NOT NULL,    -- the article
    from_id UUID NOT NULL,       -- the story that it left
    to_id UUID NOT NULL,         -- the story that it is of since
    kind VARCHAR NOT NULL,       -- whether the one that it left goes on
    noted_at TIMESTAMPTZ NOT NULL -- when
);

-- Sums of articles that may be commitments, as the latest linked text of their article has them.
CREATE TABLE records.ledger_sums (
    sum_id UUID NOT NULL,        -- the sum
    article_id UUID NOT NULL,    -- the article
    revision_id UUID NOT NULL,   -- the text
    outlet_id VARCHAR NOT NULL,  -- the outlet
    dated TIMESTAMPTZ NOT NULL,  -- the article's publication, or when it was first captured
    start_offset BIGINT NOT NULL, -- where it begins in the text, in characters
    end_offset BIGINT NOT NULL,  -- where it ends
    surface VARCHAR NOT NULL,    -- the words in the text
    amount DOUBLE NOT NULL,      -- pounds as printed, the upper end of a range
    period VARCHAR NOT NULL,     -- none, or how long it is for: 1y, 5y
    giver VARCHAR,               -- who gives it, where that is said
    receiver VARCHAR,            -- who gets it, where that is said
    purpose VARCHAR NOT NULL,    -- the sentence that it stands in
    totals DOUBLE[] NOT NULL,    -- what the whole may be: the sum, by its years, by the number of those who get it each
    says_part BOOLEAN NOT NULL,  -- whether the words beside it say that it is a part of another sum
    says_change BOOLEAN NOT NULL -- whether they say that it was another sum before
);

-- Amounts with rare words beside them, by which sums that may be of one commitment are found.
CREATE TABLE records.sum_keys (
    word BIGINT NOT NULL,    -- the word, by hash
    step BIGINT NOT NULL,    -- of the logarithm of the amount: sums that are one when rounded stand in one or in neighbours
    sum_id UUID NOT NULL,    -- the sum
    article_id UUID NOT NULL -- its article
);

-- Sums that were weighed against each other. Each pair stands here twice, once from either side.
CREATE TABLE records.sum_pairs (
    sum_id UUID NOT NULL,    -- the sum
    other_id UUID NOT NULL,  -- the other one
    same DOUBLE NOT NULL,    -- probability that the two are of one commitment
    part DOUBLE NOT NULL     -- probability that the sum is a part of the other one
);

-- The commitment of each sum.
CREATE TABLE records.commitment_mentions (
    sum_id UUID NOT NULL,         -- the sum
    commitment_id UUID NOT NULL,  -- the sum that it began with, unless that one went into another commitment
    role VARCHAR NOT NULL,        -- what the sum is in it
    since TIMESTAMPTZ NOT NULL    -- since when it has been of this commitment
);

-- That a sum left one commitment for another one. Append-only.
CREATE TABLE records.commitment_changes (
    sum_id UUID NOT NULL,        -- the sum
    from_id UUID NOT NULL,       -- the commitment that it left
    to_id UUID NOT NULL,         -- the commitment that it is of since
    kind VARCHAR NOT NULL,       -- whether the one that it left goes on
    noted_at TIMESTAMPTZ NOT NULL -- when
);

ALTER TABLE records.candidates ADD COLUMN matched_stance VARCHAR;    -- the matcher's stance: the ledger may know that the sum was announced before
ALTER TABLE records.candidates ADD COLUMN matched_direction VARCHAR; -- the matcher's direction
ALTER TABLE records.candidates ADD COLUMN commitment_id UUID;        -- the commitment of the sum that the passage tells of; empty for none
ALTER TABLE records.candidates ADD COLUMN announcement BIGINT;       -- the first, second, ... story that announces it; empty for none
UPDATE records.candidates SET matched_stance = stance, matched_direction = direction;
