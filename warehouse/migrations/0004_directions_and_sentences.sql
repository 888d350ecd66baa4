-- Which way a candidate goes beside its stance, the criterion that it speaks to, and the sentence that carries it.
-- What was there before knew three stances, whose names are the three directions, and passages of the text alone.
ALTER TABLE records.candidates ADD COLUMN direction VARCHAR;      -- advances, contradicts or context
ALTER TABLE records.candidates ADD COLUMN criterion VARCHAR;      -- the criterion that it speaks to, such as progress 2; empty for none
ALTER TABLE records.candidates ADD COLUMN field VARCHAR;          -- the part of the revision that the passage stands in
ALTER TABLE records.candidates ADD COLUMN sentence_start BIGINT;  -- where the sentence that carries it begins in that part, in characters
ALTER TABLE records.candidates ADD COLUMN sentence_end BIGINT;    -- where the sentence ends
UPDATE records.candidates SET
    direction = stance, criterion = '', field = 'text', sentence_start = start_offset, sentence_end = end_offset;

ALTER TABLE records.decisions ADD COLUMN direction VARCHAR;         -- the editor's direction, or the matcher's where the editor gave none
ALTER TABLE records.decisions ADD COLUMN matched_direction VARCHAR; -- the matcher's direction at the time
ALTER TABLE records.decisions ADD COLUMN criterion VARCHAR;         -- the criterion that the passage spoke to; empty for none
ALTER TABLE records.decisions ADD COLUMN field VARCHAR;             -- the part of the revision that the passage stood in
ALTER TABLE records.decisions ADD COLUMN sentence_start BIGINT;     -- where the sentence that carried it began in that part
ALTER TABLE records.decisions ADD COLUMN sentence_end BIGINT;       -- where the sentence ended
UPDATE records.decisions SET
    direction = stance, matched_direction = matched_stance, criterion = '', field = 'text',
    sentence_start = start_offset, sentence_end = end_offset;

ALTER TABLE records.waiting_candidates ADD COLUMN direction VARCHAR; -- advances, contradicts or context
UPDATE records.waiting_candidates SET direction = stance;
ALTER TABLE records.waiting_counts ADD COLUMN direction VARCHAR; -- advances, contradicts or context
UPDATE records.waiting_counts SET direction = stance;
