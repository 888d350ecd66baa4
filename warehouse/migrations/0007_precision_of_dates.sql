-- How exactly the date of publication is known. What was there before is read again by `reprocess --stale`.
ALTER TABLE records.revisions ADD COLUMN published_precision VARCHAR; -- whether the page gives a day or a time of day; empty with no date, and where an earlier version read it
