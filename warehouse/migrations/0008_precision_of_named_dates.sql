-- How exactly a text names a date. What was there before is said as its year until `reprocess --stale` reads it again.
ALTER TABLE records.taggings ADD COLUMN judgements.element.inspected_precision VARCHAR;
ALTER TABLE records.taggings ADD COLUMN events.element.on_precision VARCHAR;
