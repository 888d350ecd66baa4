"""Three years of hourly crawls of an invented newsroom, made with SQL: what the pages of the collection are measured on."""

from __future__ import annotations

import duckdb

from warehouse import migrations
from warehouse.folder import DataFolder
from warehouse.owner import settling

OUTLETS = 24
HOURS = 3 * 365 * 24
CHECKS = 2  # fetches of articles in a crawl beside the one of the feed: new ones and those that are asked for again
ARTICLES_A_DAY = 100  # of all outlets together

_CRAWLS = """
CREATE TEMP TABLE crawls AS
SELECT md5('run' || hour || '-' || outlet)::UUID AS run_id, 'outlet-' || lpad(outlet::VARCHAR, 2, '0') AS outlet_id,
    date_trunc('hour', now()) - to_hours({hours} - hour) + to_minutes(outlet * 2) AS started_at
FROM (SELECT range AS hour FROM range({hours})), (SELECT range AS outlet FROM range({outlets}))
ORDER BY started_at;
"""
"""The crawls, of which everything else is made."""

_RECORDS = """
INSERT INTO records.outlets BY NAME
SELECT outlet_id, 'Outlet ' || outlet_id AS name, 'https://' || outlet_id || '.example/' AS home,
    'trade press' AS tier, 'hourly' AS schedule, 'headline' AS republish, true AS enabled, '' AS why, 'Europe/London' AS timezone, true AS listed,
    now() AS updated_at
FROM (SELECT DISTINCT outlet_id FROM crawls);
INSERT INTO records.runs BY NAME
SELECT run_id, 'ingest' AS kind, outlet_id, started_at, started_at + INTERVAL 50 SECONDS AS finished_at,
    'finished' AS state, 'It brought what it should.' AS detail
FROM crawls;
INSERT INTO records.fetches BY NAME
SELECT md5(run_id || '-' || number)::UUID AS fetch_id, run_id, outlet_id,
    CASE number WHEN 0 THEN 'feed' ELSE 'article' END AS kind,
    'https://' || outlet_id || '.example/' || number AS url, url AS final_url,
    started_at + to_seconds(number) AS started_at, 120 AS elapsed_ms, 200 AS status, 40000 AS size_bytes
FROM crawls, (SELECT range AS number FROM range({checks} + 1)) ORDER BY crawls.started_at;
INSERT INTO records.fetch_outcomes BY NAME
SELECT fetch_id, run_id, 'unchanged' AS outcome, 'the same text as before' AS reason,
    started_at + INTERVAL 5 MINUTES AS made_at
FROM records.fetches WHERE kind = 'article';
INSERT INTO records.outlet_days BY NAME
SELECT DISTINCT outlet_id, started_at::DATE AS day, 'ordinary' AS state, 'as ever' AS reason, 5 AS listed,
    4 AS stored, 4.5 AS expected, started_at::DATE + INTERVAL 1 DAY AS judged_at
FROM crawls ORDER BY day;
CREATE TEMP TABLE texts AS
SELECT md5('article' || range)::UUID AS article_id, 'outlet-' || lpad((range % {outlets})::VARCHAR, 2, '0') AS outlet_id,
    date_trunc('hour', now()) - to_hours({hours}) + to_seconds(range * 86400 // {articles_a_day}) AS came_at
FROM range({hours} // 24 * {articles_a_day});
INSERT INTO records.articles BY NAME
SELECT article_id, outlet_id, 'https://' || outlet_id || '.example/' || article_id AS url, came_at AS first_seen_at FROM texts;
INSERT INTO records.revisions BY NAME
SELECT article_id AS revision_id, article_id, article_id AS capture_id, outlet_id, 'https://' || article_id AS url,
    'A headline' AS title, came_at AS published, repeat('Words of an article. ', 40) AS text, 'open' AS wall,
    0.9 AS confidence, 'extract/1' AS extractor, article_id::VARCHAR AS content_sha256, came_at AS made_at,
    came_at AS first_captured_at, came_at AS last_captured_at
FROM texts;
INSERT INTO records.sightings SELECT article_id, article_id, came_at FROM texts;
CHECKPOINT;
"""
"""What the crawls left in the warehouse: outlets, runs, fetches with their outcomes, assessed days, and articles."""


def generate_crawls(folder: DataFolder, hours: int = HOURS) -> None:
    """Fill a new warehouse with crawls whose last one began an hour ago."""
    sizes = {"hours": hours, "outlets": OUTLETS, "checks": CHECKS, "articles_a_day": ARTICLES_A_DAY}
    folder.create()
    with duckdb.connect(str(folder.warehouse)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrations.migrate(connection, folder.warehouse, folder.backups)
        settling.settle(connection)
        for sql in (_CRAWLS, _RECORDS):
            connection.execute(sql.format_map(sizes))
