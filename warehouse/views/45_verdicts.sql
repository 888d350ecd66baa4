-- Every verdict that was written, with whether it is in force and whether it is open again.
CREATE VIEW verdicts AS
WITH cited AS (
    SELECT verdict_id, count(*) AS evidence FROM records.verdict_evidence GROUP BY verdict_id
), opened AS (
    SELECT verdict_id, count(*) AS reopenings, min(noted_at) AS reopened_at
    FROM records.verdicts WHERE kind = 'reopened' GROUP BY verdict_id
)
SELECT
    book.verdict_id,          -- the verdict
    book.policy_id,           -- the policy
    policies.title AS policy, -- its line
    book.status,              -- the tracker's word
    book.text AS verdict,     -- what happened, with citations such as [2]
    book.effective,           -- the day from which the status holds
    book.author,              -- who wrote it
    book.noted_at AS written_at, -- when
    row_number() OVER (PARTITION BY book.policy_id ORDER BY book.sequence DESC) = 1 AS in_force, -- whether it is the policy's latest
    coalesce(cited.evidence, 0) AS evidence, -- how many passages it rests on
    coalesce(opened.reopenings, 0) AS reopenings, -- how many changes of its evidence opened it again
    opened.reopened_at,       -- since when it is open again; empty where it is not
    book.replaces,            -- the verdict that stood before
    book.policy_version,      -- a digest of the policy's words at the time
    book.sequence,            -- its place in the book of verdicts
    book.sha256               -- of the row before in the book, and this row
FROM records.verdicts AS book
LEFT JOIN cited ON cited.verdict_id = book.verdict_id
LEFT JOIN opened ON opened.verdict_id = book.verdict_id
LEFT JOIN records.policies ON policies.policy_id = book.policy_id
WHERE book.kind = 'written';

-- What each verdict rests on: the passages, as they were when it was written.
CREATE VIEW verdict_evidence AS SELECT
    verdict_id,          -- the verdict
    verdicts.policy_id AS policy_id, -- the policy
    number,              -- of the citation, from 1
    candidate_id,        -- the candidate
    decision_id,         -- the decision that accepted it
    accepted_by,         -- who accepted it
    accepted_at,         -- when
    stance,              -- what it says of the policy
    direction,           -- which way that moves the policy
    criterion,           -- the criterion that it speaks to, such as progress 2; empty for none
    passage,             -- the passage
    pinned.title AS title, -- the article's headline
    outlet_id,           -- the outlet
    outlet,              -- its name
    pinned.url AS url,   -- the article's address
    published,           -- when it was published
    published_precision, -- whether the page gives a day or a time of day
    published_day,       -- its day at the outlet
    wall,                -- how far it was open to a reader without an account
    pinned.article_id AS article_id, -- the article
    pinned.revision_id AS revision_id, -- the text
    content_sha256,      -- SHA-256 of that text
    field,               -- the part of the text that the passage stands in
    start_offset,        -- where it begins in that part, in characters
    end_offset,          -- where it ends
    pinned.capture_id AS capture_id, -- the capture
    captured_at,         -- when the page was captured
    payload_sha256,      -- SHA-256 of the page's body, as sent
    warc_file,           -- the file of the archive that holds the capture
    warc_offset,         -- where in it, in bytes
    extractor,           -- the version of the extraction
    tagger,              -- the version of the tagger
    matcher,             -- the version of the matcher
    withdrawn            -- whether the outlet had withdrawn the article when the verdict was written
FROM records.verdict_evidence AS pinned
JOIN records.verdicts USING (verdict_id)
WHERE verdicts.kind = 'written';

-- What opened a verdict again: an edit, a correction, a withdrawal, or evidence that is no longer accepted.
CREATE VIEW verdict_reopenings AS SELECT
    row_id AS reopening_id,   -- the row
    verdict_id,               -- the verdict
    policy_id,                -- the policy
    change,                   -- what happened to the evidence
    noted_at AS reopened_at,  -- when that was noticed
    numbers,                  -- the citations that are concerned
    passage_gone,             -- whether a cited passage is no longer in the article
    reason,                   -- how it is known
    article_id,               -- the article
    title,                    -- its headline
    url,                      -- its address
    revision_id,              -- the text that is shown now
    json_extract(content, '$.differences') AS differences -- as JSON: the paragraphs that went and came, by part of the text
FROM records.verdicts WHERE kind = 'reopened';

-- Every change of a policy's words at the desk, in order. The first version of a policy is its file's.
CREATE VIEW policy_edits AS SELECT
    edit_id,   -- the row
    policy_id, -- the policy
    editor,    -- who
    edited_at, -- when
    before,    -- version of the policy's words until then; verdicts name theirs as policy_version
    after,     -- version from then on
    words      -- the whole policy from then on, as JSON
FROM records.policy_edits;
