-- What the steps of the pipeline made, row by row as they said it.
-- No foreign keys: a batch may name what a later batch brings, and updating a list column of a referenced row fails.
-- Keys are UUIDs: text keys load ten times more slowly. Only what the desk reads row by row has an index.
CREATE SCHEMA records;

-- One pass of a flow over one outlet; or, with no outlet, one reprocess or backfill.
CREATE TABLE records.runs (
    run_id UUID NOT NULL,            -- the run
    kind VARCHAR NOT NULL,           -- ingest, backfill or reprocess
    outlet_id VARCHAR,               -- the outlet; empty for a run over several
    started_at TIMESTAMPTZ NOT NULL, -- when it began
    finished_at TIMESTAMPTZ,         -- when it ended; empty while it runs, or when it was killed
    state VARCHAR NOT NULL,          -- running, finished or failed
    detail VARCHAR NOT NULL          -- one sentence: why it failed, or what it read
);

-- One HTTP exchange, whether or not it brought anything back.
CREATE TABLE records.fetches (
    fetch_id UUID NOT NULL,          -- the exchange
    run_id UUID NOT NULL,            -- the run that made it
    outlet_id VARCHAR NOT NULL,      -- the outlet
    kind VARCHAR NOT NULL,           -- article, feed, sitemap, listing, api or robots; only articles enter the books
    url VARCHAR NOT NULL,            -- the address that was asked for
    final_url VARCHAR NOT NULL,      -- the address after redirects
    started_at TIMESTAMPTZ NOT NULL, -- when it was sent
    elapsed_ms BIGINT NOT NULL,      -- how long the answer took, in milliseconds
    status BIGINT,                   -- the HTTP status; empty when no answer came
    error VARCHAR,                   -- why no answer came, in words
    size_bytes BIGINT NOT NULL,      -- size of the body as sent
    capture_id UUID,                 -- what it returned, in the archive; empty when there was nothing to keep
    etag VARCHAR,                    -- the validator that the outlet sent
    last_modified VARCHAR,           -- the outlet's own date of change, as sent
    listed_title VARCHAR,            -- the title in the feed or listing that led here
    listed_published TIMESTAMPTZ     -- the date in the feed or listing that led here
);

-- What a fetch returned, as a record in a WARC file of the archive.
CREATE TABLE records.captures (
    capture_id UUID NOT NULL,         -- the capture
    outlet_id VARCHAR NOT NULL,       -- the outlet
    url VARCHAR NOT NULL,             -- the address that was captured
    captured_at TIMESTAMPTZ NOT NULL, -- when
    status BIGINT NOT NULL,           -- the HTTP status
    content_type VARCHAR,             -- as the outlet declared it
    payload_sha256 VARCHAR NOT NULL,  -- SHA-256 of the body as sent, hexadecimal
    warc_file VARCHAR NOT NULL,       -- the WARC file, inside the archive folder
    warc_offset BIGINT NOT NULL,      -- where its record begins, in bytes
    revisit_of UUID                   -- an earlier capture with the same body, which stands for this one
);

-- What became of each fetch of an article. The latest row of a fetch holds.
CREATE TABLE records.fetch_outcomes (
    fetch_id UUID NOT NULL,      -- the fetch
    run_id UUID NOT NULL,        -- the run that said so
    outcome VARCHAR NOT NULL,    -- stored, unchanged, quarantined, dropped or pending
    reason VARCHAR NOT NULL,     -- why, in words
    made_at TIMESTAMPTZ NOT NULL -- when this was said
);

-- One canonical address of an outlet. Its texts are revisions.
CREATE TABLE records.articles (
    article_id UUID NOT NULL,          -- the article
    outlet_id VARCHAR NOT NULL,        -- the outlet
    url VARCHAR NOT NULL,              -- its canonical address
    first_seen_at TIMESTAMPTZ NOT NULL -- when it was first seen
);

-- Whether an article was live or withdrawn, and since when. The latest row of an article holds.
CREATE TABLE records.article_statuses (
    article_id UUID NOT NULL, -- the article
    status VARCHAR NOT NULL,  -- live or withdrawn
    reason VARCHAR NOT NULL,  -- how that is known
    noted_at TIMESTAMPTZ NOT NULL   -- since when
);

-- One text of an article, as one version of the extractor read it from one capture.
CREATE TABLE records.revisions (
    revision_id UUID PRIMARY KEY,  -- the text
    article_id UUID NOT NULL,      -- the article
    capture_id UUID NOT NULL,      -- the capture that it was first read from
    outlet_id VARCHAR NOT NULL,    -- the outlet
    url VARCHAR NOT NULL,          -- the article's canonical address
    title VARCHAR NOT NULL,        -- the headline
    standfirst VARCHAR,            -- the summary under the headline
    authors VARCHAR[],             -- the names of the byline
    published TIMESTAMPTZ,         -- when it was published; empty when no date could be trusted
    modified TIMESTAMPTZ,          -- when the outlet says that it changed it
    dates STRUCT(source VARCHAR, raw VARCHAR, "value" TIMESTAMPTZ, role VARCHAR, verdict VARCHAR)[], -- every date that was found, and why it was chosen or not
    section VARCHAR,               -- the outlet's section
    tags VARCHAR[],                -- the outlet's own tags
    text VARCHAR NOT NULL,         -- paragraphs, with a blank line between them; offsets count its characters
    comments STRUCT(author VARCHAR, posted VARCHAR, "text" VARCHAR, depth BIGINT)[], -- readers' comments, apart from the text
    corrections VARCHAR[],         -- the outlet's own corrections
    captions VARCHAR[],            -- captions of its pictures
    wall VARCHAR NOT NULL,         -- open, metered, registration or subscription
    wall_reason VARCHAR,           -- how the wall was recognised
    language VARCHAR,              -- ISO 639-1
    confidence DOUBLE NOT NULL,    -- of the extraction, 0 to 1
    reasons VARCHAR[],             -- what lowered the confidence
    extractor VARCHAR NOT NULL,    -- the version of the extraction
    content_sha256 VARCHAR NOT NULL, -- SHA-256 of title, standfirst and text
    made_at TIMESTAMPTZ NOT NULL,  -- when it was extracted
    first_captured_at TIMESTAMPTZ NOT NULL, -- when the outlet was first seen to show this text
    last_captured_at TIMESTAMPTZ NOT NULL   -- when it was last captured anew: after an edit is undone, an old text is the latest again
);

-- Which captures showed which text: a text may come back after an edit was undone.
CREATE TABLE records.sightings (
    revision_id UUID NOT NULL,       -- the text
    capture_id UUID NOT NULL,        -- the capture
    captured_at TIMESTAMPTZ NOT NULL -- when
);

-- The tags of one revision, by the latest version of the tagger that read it.
CREATE TABLE records.taggings (
    revision_id UUID PRIMARY KEY, -- the text
    tagger VARCHAR NOT NULL,      -- the version of the tagger
    made_at TIMESTAMPTZ NOT NULL, -- when it was tagged
    mentions STRUCT("label" VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, identifier VARCHAR, confidence DOUBLE, "rule" VARCHAR)[], -- councils and trusts
    funding STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR, minimum DOUBLE, maximum DOUBLE, period VARCHAR, kind VARCHAR, giver VARCHAR, receiver VARCHAR, nation VARCHAR, announced VARCHAR, starts DATE, ends DATE, confidence DOUBLE, "rule" VARCHAR)[], -- amounts of public money, in pounds
    judgements STRUCT(council VARCHAR, grade VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, aspect VARCHAR, previous BOOLEAN, inspected DATE, framework VARCHAR, confidence DOUBLE, "rule" VARCHAR)[], -- Ofsted's grades, as the text states them
    events STRUCT(kind VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, bodies VARCHAR[], "on" DATE, confidence DOUBLE, "rule" VARCHAR)[], -- what happened or is to happen
    notes VARCHAR[]               -- what the tagger has to say of its own work
);

-- Something that cannot pass a step, kept with who, when, what and where.
CREATE TABLE records.quarantine (
    quarantine_id UUID NOT NULL,  -- the entry
    run_id UUID NOT NULL,         -- the run
    outlet_id VARCHAR,            -- the outlet
    url VARCHAR NOT NULL,         -- the address
    capture_id UUID,              -- its bytes in the archive
    step VARCHAR NOT NULL,        -- decode, extract, tag or match
    reason VARCHAR NOT NULL,      -- a short phrase that can be counted
    detail VARCHAR NOT NULL,      -- all that is known
    noted_at TIMESTAMPTZ NOT NULL       -- when
);

-- What one day of one outlet was.
CREATE TABLE records.outlet_days (
    outlet_id VARCHAR NOT NULL,    -- the outlet
    day DATE NOT NULL,             -- the day
    state VARCHAR NOT NULL,        -- well, quiet, off topic, broken or not crawled
    reason VARCHAR NOT NULL,       -- the sentence that an editor can print
    listed BIGINT NOT NULL,        -- entries that feeds and listings named for the first time
    stored BIGINT NOT NULL,        -- articles stored
    expected DOUBLE NOT NULL,      -- articles that the outlet's own pattern lets expect for such a weekday
    judged_at TIMESTAMPTZ NOT NULL -- when this was judged
);

-- One breakage of an outlet, from the run that noticed it to the run that saw it mended.
CREATE TABLE records.incidents (
    incident_id UUID NOT NULL,      -- the breakage
    outlet_id VARCHAR NOT NULL,     -- the outlet
    kind VARCHAR NOT NULL,          -- feed gone, body lost, blocked, silent and so on
    detail VARCHAR NOT NULL,        -- what was seen
    opened_at TIMESTAMPTZ NOT NULL, -- when it was noticed
    closed_at TIMESTAMPTZ           -- when it was mended; empty while it lasts
);

-- The ledger: every batch that was loaded. The same key is never loaded twice.
CREATE TABLE bookkeeping.batches (
    batch_key VARCHAR NOT NULL,    -- the key that its writer gave it
    file VARCHAR NOT NULL,         -- its file in the spool
    records BIGINT NOT NULL,       -- how many records it held
    loaded_at TIMESTAMPTZ NOT NULL -- when it was loaded
);

-- Batches that did not fit. Their files are in spool/refused.
CREATE TABLE bookkeeping.refused_batches (
    batch_key VARCHAR NOT NULL,     -- the key that its writer gave it, or its file name where no key could be read
    file VARCHAR NOT NULL,          -- its file in the folder of refused batches
    reason VARCHAR NOT NULL,        -- why it did not fit
    refused_at TIMESTAMPTZ NOT NULL -- when
);

-- What shipped with the package and was loaded from it: reference tables and views, by the digest of their files.
CREATE TABLE bookkeeping.settled (
    name VARCHAR NOT NULL,          -- what
    digest VARCHAR NOT NULL,        -- SHA-256 of the files that it was made from
    settled_at TIMESTAMPTZ NOT NULL -- when
);

-- What happened to the warehouse's own files, for whoever looks after them.
CREATE TABLE bookkeeping.events (
    noted_at TIMESTAMPTZ NOT NULL, -- when
    kind VARCHAR NOT NULL,   -- log moved aside, migrated and so on
    detail VARCHAR NOT NULL  -- what happened and what was done about it
);
