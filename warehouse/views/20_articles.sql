-- Every text of every article, as it was extracted.
CREATE VIEW revisions AS SELECT
    revision_id,       -- the text
    article_id,        -- the article
    capture_id,        -- the capture that it was first read from
    outlet_id,         -- the outlet
    url,               -- the article's address
    title,             -- the headline
    standfirst,        -- the summary under the headline
    authors,           -- the names of the byline
    published,         -- when it was published; empty when no date could be trusted
    published_precision, -- whether the page gives a day or a time of day; empty with no date
    modified,          -- when the outlet says that it changed it
    dates,             -- every date that was found, and why it was chosen or not
    section,           -- the outlet's section
    tags,              -- the outlet's own tags
    text,              -- paragraphs, with a blank line between them
    comments,          -- readers' comments, apart from the text
    corrections,       -- the outlet's own corrections
    captions,          -- captions of its pictures
    wall,              -- how far it was open to a reader without an account
    wall_reason,       -- how the wall was recognised
    language,          -- ISO 639-1
    confidence,        -- of the extraction, 0 to 1
    reasons,           -- what lowered the confidence
    extractor,         -- the version of the extraction
    content_sha256,    -- SHA-256 of title, standfirst, text and what its corrections tell
    made_at,           -- when it was extracted
    first_captured_at, -- when the outlet was first seen to show this text
    last_captured_at,  -- when it was last captured anew
    row_number() OVER (PARTITION BY article_id ORDER BY last_captured_at DESC, made_at DESC) = 1 AS latest -- whether it is the article's latest text
FROM records.revisions;

-- Every article, with its latest text.
CREATE VIEW articles AS
WITH latest AS (
    SELECT article_id, arg_max(revision_id, (last_captured_at, made_at)) AS revision_id,
        count(DISTINCT content_sha256) AS texts
    FROM records.revisions GROUP BY article_id
), standing AS (
    SELECT article_id, arg_max(status, noted_at) AS status, max(noted_at) AS since
    FROM records.article_statuses GROUP BY article_id
), moved AS (
    SELECT article_id, arg_max(url, noted_at) AS url FROM records.article_addresses WHERE moved GROUP BY article_id
)
SELECT
    revisions.article_id,  -- the article
    revisions.outlet_id,   -- the outlet
    coalesce(outlets.name, revisions.outlet_id) AS outlet, -- the outlet's name
    revisions.url,         -- its canonical address
    moved.url AS found_at, -- the address at which its text was found last, where that is another one
    title,                 -- the headline
    standfirst,            -- the summary under the headline
    authors,               -- the names of the byline
    published,             -- when it was published; empty when no date could be trusted
    published_precision,   -- whether the page gives a day or a time of day; empty with no date
    day_at(published, outlets.timezone) AS published_day, -- its day at the outlet: a date without a time is that day
    coalesce(published, first_seen_at, first_captured_at) AS dated, -- the same, or when it was first seen
    section,               -- the outlet's section
    wall,                  -- how far it is open to a reader without an account
    language,              -- ISO 639-1
    confidence,            -- of the extraction, 0 to 1
    text,                  -- the latest text
    length(text) AS characters, -- its length
    corrections,           -- the outlet's own corrections
    coalesce(standing.status, 'live') AS status, -- whether the outlet still shows it
    standing.since AS status_since,              -- since when, where that was seen to change
    texts,                 -- how many different texts it has had
    texts > 1 AS edited,   -- whether it was edited after it was first captured
    coalesce(first_seen_at, first_captured_at) AS first_seen_at, -- when it was first seen
    last_captured_at,      -- when its latest text was last captured
    revisions.revision_id, -- the latest text's identifier
    revisions.capture_id   -- the capture that it was read from
FROM latest
JOIN records.revisions USING (revision_id)
LEFT JOIN records.articles ON articles.article_id = revisions.article_id
LEFT JOIN moved ON moved.article_id = revisions.article_id
LEFT JOIN standing ON standing.article_id = revisions.article_id
LEFT JOIN records.outlets ON outlets.outlet_id = revisions.outlet_id;

-- What was done about texts that were read with doubt, in order: the latest row of a text holds.
CREATE VIEW text_reviews AS SELECT
    review_id,   -- the row
    revision_id, -- the text
    action,      -- what was done
    editor,      -- who; pledgewatch for a pass
    note,        -- why, in the editor's words, or what a pass found
    noted_at     -- when
FROM records.text_reviews;
