-- Every HTTP exchange, with what became of it.
CREATE VIEW fetches AS
WITH standing AS (
    SELECT fetch_id, max_by(outcome, made_at) AS outcome, max_by(reason, made_at) AS reason
    FROM records.fetch_outcomes GROUP BY fetch_id
)
SELECT
    fetch_id,      -- the exchange
    run_id,        -- the run
    outlet_id,     -- the outlet
    kind,          -- what it was for; only articles enter the books
    url,           -- the address that was asked for
    final_url,     -- the address after redirects
    started_at,    -- when it was sent
    elapsed_ms,    -- how long the answer took, in milliseconds
    status,        -- the HTTP status; empty when no answer came
    error,         -- why no answer came, in words
    size_bytes,    -- size of the body as sent
    capture_id,    -- what it returned, in the archive
    if(kind = 'article', coalesce(standing.outcome, 'pending'), NULL) AS outcome, -- what became of an article's page
    standing.reason AS reason -- why, in words
FROM records.fetches LEFT JOIN standing USING (fetch_id);

-- Every run of a flow.
CREATE VIEW runs AS SELECT
    run_id,      -- the run
    kind,        -- which flow it was a pass of
    outlet_id,   -- the outlet; empty for a run over several
    started_at,  -- when it began
    finished_at, -- when it ended; empty while it runs, or when it was killed
    state,       -- how far it is
    detail       -- one sentence: why it failed, or what it read
FROM records.runs;

-- The books of every run: fetched = stored + unchanged + quarantined + dropped + pending.
CREATE VIEW books AS
WITH standing AS (
    SELECT fetch_id, max_by(outcome, made_at) AS outcome, max_by(run_id, made_at) AS run_id
    FROM records.fetch_outcomes GROUP BY fetch_id
), counted AS (
    SELECT coalesce(fetches.run_id, standing.run_id) AS run_id,
        count(*) FILTER (fetches.fetch_id IS NOT NULL) AS fetched,
        count(*) FILTER (standing.outcome = 'stored') AS stored,
        count(*) FILTER (standing.outcome = 'unchanged') AS unchanged,
        count(*) FILTER (standing.outcome = 'quarantined') AS quarantined,
        count(*) FILTER (standing.outcome = 'dropped') AS dropped,
        count(*) FILTER (standing.outcome = 'pending' OR standing.fetch_id IS NULL) AS pending,
        count(*) FILTER (standing.outcome = 'stored' AND texts.capture_id IS NULL) AS lost
    FROM (SELECT * FROM records.fetches WHERE kind = 'article') AS fetches
    FULL JOIN standing USING (fetch_id)
    LEFT JOIN (SELECT DISTINCT capture_id FROM records.sightings) AS texts ON texts.capture_id = fetches.capture_id
    GROUP BY ALL
)
SELECT
    counted.run_id,  -- the run
    runs.kind AS kind, -- which flow it was a pass of
    runs.outlet_id AS outlet_id, -- the outlet; empty for a run over several
    runs.started_at AS started_at, -- when it began
    runs.finished_at AS finished_at, -- when it ended
    runs.state AS state, -- how far it is
    fetched,         -- pages of articles that were asked for
    stored,          -- brought a new text
    unchanged,       -- brought nothing new
    quarantined,     -- could not be read, and are kept
    dropped,         -- were left aside, each with a reason
    pending,         -- wait to be processed
    lost,            -- are said to be stored, and no text of theirs is held: always 0
    fetched = stored + unchanged + quarantined + dropped + pending AND lost = 0 AS balanced -- whether the books are right
FROM counted LEFT JOIN records.runs ON runs.run_id = counted.run_id
UNION ALL BY NAME
SELECT run_id, kind, outlet_id, started_at, finished_at, state, 0 AS fetched, 0 AS stored, 0 AS unchanged,
    0 AS quarantined, 0 AS dropped, 0 AS pending, 0 AS lost, true AS balanced
FROM records.runs WHERE run_id NOT IN (SELECT run_id FROM counted WHERE run_id IS NOT NULL);

-- What could not pass a step, and is kept.
CREATE VIEW quarantine AS SELECT
    quarantine_id, -- the entry
    noted_at,      -- when
    outlet_id,     -- the outlet
    step,          -- what it could not pass
    reason,        -- a short phrase that can be counted
    detail,        -- all that is known
    url,           -- the address
    run_id,        -- the run
    capture_id     -- its bytes in the archive
FROM records.quarantine;

-- What each day of each outlet was.
CREATE VIEW outlet_days AS SELECT
    outlet_id, -- the outlet
    day,       -- the day
    state,     -- what it was
    reason,    -- the sentence that an editor can print
    listed,    -- entries that feeds and listings named for the first time
    stored,    -- articles stored
    expected,  -- articles that the outlet's own pattern lets expect for such a weekday
    judged_at  -- when this was assessed
FROM records.outlet_days;

-- Breakages of outlets.
CREATE VIEW incidents AS SELECT
    incident_id, -- the breakage
    outlet_id,   -- the outlet
    kind,        -- what broke
    detail,      -- what was seen
    opened_at,   -- when it was noticed
    closed_at    -- when it was mended; empty while it lasts
FROM records.incidents;

-- How each outlet is doing.
CREATE VIEW outlet_health AS
WITH last AS (
    SELECT outlet_id, max(started_at) AS started_at, max(finished_at) FILTER (state = 'finished') AS last_success
    FROM records.runs WHERE outlet_id IS NOT NULL AND kind = 'ingest' GROUP BY outlet_id
), run AS (
    SELECT outlet_id, any_value(state) AS state, any_value(detail) AS detail, started_at, any_value(last_success) AS last_success
    FROM last JOIN records.runs USING (outlet_id, started_at) WHERE kind = 'ingest' GROUP BY outlet_id, started_at
), failed AS (
    SELECT outlet_id, count(*) AS errors FROM records.fetches
    WHERE started_at > now() - INTERVAL 7 DAYS AND (status IS NULL OR status >= 400) GROUP BY outlet_id
), edited AS MATERIALIZED (
    SELECT article_id FROM records.revisions GROUP BY article_id HAVING count(*) > 1
), latest AS (
    SELECT outlet_id, article_id, published, first_captured_at FROM records.revisions ANTI JOIN edited USING (article_id)
    UNION ALL
    SELECT any_value(outlet_id), article_id, arg_max_null(published, (last_captured_at, made_at)),
        arg_max(first_captured_at, (last_captured_at, made_at))
    FROM records.revisions SEMI JOIN edited USING (article_id) GROUP BY article_id
), undated AS (
    SELECT article_id, coalesce(first_seen_at, first_captured_at) AS came_at
    FROM latest LEFT JOIN records.articles USING (article_id) WHERE published IS NULL
), held AS (
    SELECT outlet_id, count(*) AS articles, max(published) AS newest,
        count(*) FILTER (coalesce(published, came_at) > now() - INTERVAL 7 DAYS) AS week,
        count(*) FILTER (coalesce(published, came_at) > now() - INTERVAL 28 DAYS) AS month
    FROM latest LEFT JOIN undated USING (article_id) GROUP BY outlet_id
), lately AS MATERIALIZED (
    SELECT outlet_id, max(started_at) AS last_fetch FROM records.fetches
    WHERE started_at > (SELECT max(started_at) - INTERVAL 7 DAYS FROM records.fetches) GROUP BY outlet_id
), not_lately AS ( /* for these alone years of fetches are read */
    SELECT outlet_id FROM last UNION SELECT outlet_id FROM held UNION SELECT outlet_id FROM records.quarantine
    EXCEPT SELECT outlet_id FROM lately
), asked AS (
    FROM lately
    UNION ALL
    SELECT outlet_id, max(started_at) AS last_fetch FROM records.fetches
    WHERE outlet_id IN (SELECT outlet_id FROM not_lately) GROUP BY outlet_id
), fetched AS (
    SELECT outlet_id, last_fetch, coalesce(errors, 0) AS errors FROM asked LEFT JOIN failed USING (outlet_id)
), assessed AS (
    SELECT outlet_id, max_by(state, day) AS state, max_by(reason, day) AS reason, max(day) AS day
    FROM records.outlet_days GROUP BY outlet_id
), broken AS (
    SELECT outlet_id, count(*) AS incidents FROM records.incidents WHERE closed_at IS NULL GROUP BY outlet_id
), known AS (
    SELECT outlet_id FROM records.outlets UNION SELECT outlet_id FROM fetched UNION SELECT outlet_id FROM held
)
SELECT
    outlet_id,  -- the outlet
    coalesce(outlets.name, outlet_id) AS name, -- its name
    coalesce(outlets.enabled, false) AS enabled, -- whether it is crawled
    outlets.why AS why,             -- why it is not
    outlets.tier AS tier,           -- what sort of publisher it is
    outlets.schedule AS schedule,   -- how often it is crawled
    coalesce(assessed.state, 'not assessed') AS state, -- of its latest assessed day, or not assessed
    assessed.reason AS reason,      -- the sentence for that day
    assessed.day AS assessed_day,   -- which day that is
    run.state AS run_state,         -- of its latest run
    run.detail AS run_detail,       -- what that run said
    run.started_at AS run_started_at, -- when that run began
    run.last_success AS last_success, -- when a run last finished well
    fetched.last_fetch AS last_fetch, -- when anything was last asked for
    coalesce(fetched.errors, 0) AS errors_week, -- answers with an error, and none at all, in the last seven days
    coalesce(held.articles, 0) AS articles, -- articles that are held
    held.newest AS newest_article,  -- when the newest of them was published
    coalesce(held.week, 0) AS articles_week,   -- published in the last seven days
    coalesce(held.month, 0) AS articles_month, -- published in the last four weeks
    outlets.expected AS expected,   -- articles a day that its volume lets expect
    coalesce(broken.incidents, 0) AS open_incidents -- breakages that last
FROM known
LEFT JOIN records.outlets USING (outlet_id)
LEFT JOIN run USING (outlet_id)
LEFT JOIN fetched USING (outlet_id)
LEFT JOIN held USING (outlet_id)
LEFT JOIN assessed USING (outlet_id)
LEFT JOIN broken USING (outlet_id);

-- The ledger of batches that were loaded.
CREATE VIEW batches AS SELECT
    batch_key, -- the key that its writer gave it
    records,   -- how many records it held
    loaded_at  -- when it was loaded
FROM bookkeeping.batches;
