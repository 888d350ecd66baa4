"""Keeping the queue's table in the order of the queue, so that a page reads a part of it and skips the rest."""

from __future__ import annotations

import duckdb

ROW_GROUP = 122_880  # rows that DuckDB reads or skips together: a smaller queue is read whole whatever its order
SHARE = 0.25  # of the queue that may lie out of order: sorting a million rows takes seconds, in which loads wait


def sort_queue(connection: duckdb.DuckDBPyConnection) -> bool:
    """Write the queue anew in its order, if many rows came since that was last done; return whether it was.

    Reads go on meanwhile. The next checkpoint gives back the room of the rows as they were.
    """
    ((came, rows),) = connection.execute(
        "SELECT (SELECT sum(came) FROM bookkeeping.queue_order), count(*) FROM records.waiting_candidates"
    ).fetchall()
    if came < max(ROW_GROUP, rows * SHARE):
        return False
    connection.execute("BEGIN")
    try:
        connection.execute("""
            CREATE TEMP TABLE sorted AS SELECT * FROM records.waiting_candidates ORDER BY score DESC, candidate_id;
            DELETE FROM records.waiting_candidates;
            INSERT INTO records.waiting_candidates SELECT * FROM sorted;
            DROP TABLE sorted;
            UPDATE bookkeeping.queue_order SET came = 0;
        """)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return True
