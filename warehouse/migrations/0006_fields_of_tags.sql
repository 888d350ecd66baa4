-- The field of the revision that each tag stands in. What was there before was found in the text alone.
ALTER TABLE records.taggings ADD COLUMN mentions.element.field VARCHAR DEFAULT 'text';
ALTER TABLE records.taggings ADD COLUMN funding.element.field VARCHAR DEFAULT 'text';
ALTER TABLE records.taggings ADD COLUMN judgements.element.field VARCHAR DEFAULT 'text';
ALTER TABLE records.taggings ADD COLUMN events.element.field VARCHAR DEFAULT 'text';
