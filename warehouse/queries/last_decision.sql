-- The place of the last decision of all: from there on whoever reads now has to be told.
SELECT coalesce(max(sequence), 0)::BIGINT AS sequence FROM (SELECT sequence FROM live.decisions UNION ALL SELECT sequence FROM live.held);
