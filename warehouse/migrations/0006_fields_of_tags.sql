-- The field of the revision that each tag stands in. What was there before was found in the text alone.
-- By a new type for each list: DuckDB cannot read a field that was added to a list's structs from its log after a kill.
ALTER TABLE records.taggings ALTER COLUMN mentions TYPE STRUCT("label" VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, identifier VARCHAR, confidence DOUBLE, "rule" VARCHAR, field VARCHAR)[];
ALTER TABLE records.taggings ALTER COLUMN funding TYPE STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR, minimum DOUBLE, maximum DOUBLE, period VARCHAR, kind VARCHAR, giver VARCHAR, receiver VARCHAR, nation VARCHAR, announced VARCHAR, starts DATE, ends DATE, confidence DOUBLE, "rule" VARCHAR, field VARCHAR)[];
ALTER TABLE records.taggings ALTER COLUMN judgements TYPE STRUCT(council VARCHAR, grade VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, aspect VARCHAR, previous BOOLEAN, inspected DATE, framework VARCHAR, confidence DOUBLE, "rule" VARCHAR, field VARCHAR)[];
ALTER TABLE records.taggings ALTER COLUMN events TYPE STRUCT(kind VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, bodies VARCHAR[], "on" DATE, confidence DOUBLE, "rule" VARCHAR, field VARCHAR)[];
UPDATE records.taggings SET
    mentions = list_transform(mentions, lambda x: struct_update(x, field := 'text')),
    funding = list_transform(funding, lambda x: struct_update(x, field := 'text')),
    judgements = list_transform(judgements, lambda x: struct_update(x, field := 'text')),
    events = list_transform(events, lambda x: struct_update(x, field := 'text'));
