-- When a crawl or backfill last succeeded: what the desk's masthead says of the data's age.
SELECT max(finished_at) AS last_load FROM records.runs WHERE state = 'finished' AND kind IN ('ingest', 'backfill')
