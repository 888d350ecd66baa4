-- An article's further addresses, and what finds a text again that stands at a new one.
CREATE TABLE records.article_addresses (
    article_id UUID NOT NULL,       -- the article
    outlet_id VARCHAR NOT NULL,     -- the outlet
    url VARCHAR NOT NULL,           -- the address, in its canonical form
    run_id UUID NOT NULL,           -- the run that found the text there
    capture_id UUID NOT NULL,       -- the page that was found there
    moved BOOLEAN NOT NULL,         -- whether the text was at another address before; otherwise the page named the article's own
    noted_at TIMESTAMPTZ NOT NULL   -- when
);

-- The three longest paragraphs of each text: an edited copy has at least one of them.
CREATE TABLE records.long_paragraphs (
    outlet_id VARCHAR NOT NULL,  -- the outlet
    letters UBIGINT NOT NULL,    -- of its letters and digits in small, the lower half of their MD5
    article_id UUID NOT NULL     -- the article
);
INSERT INTO records.long_paragraphs
SELECT DISTINCT outlet_id, md5_number_lower(letters), article_id
FROM (
    SELECT outlet_id, article_id, revision_id, unnest(
        list_transform(string_split(text, chr(10) || chr(10)), x -> lower(regexp_replace(x, '[^\pL\pN]+', '', 'g')))
    ) AS letters
    FROM records.revisions
)
QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY length(letters) DESC) <= 3;
