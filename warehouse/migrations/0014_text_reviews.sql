-- What was done about texts that were read with doubt. Append-only; the latest row of a text holds.
CREATE TABLE records.text_reviews (
    review_id UUID NOT NULL,        -- the row
    revision_id UUID NOT NULL,      -- the text
    action VARCHAR NOT NULL,        -- what was done
    editor VARCHAR NOT NULL,        -- who; pledgewatch for a pass
    note VARCHAR NOT NULL,          -- why, in the editor's words, or what a pass found
    noted_at TIMESTAMPTZ NOT NULL   -- when
);
