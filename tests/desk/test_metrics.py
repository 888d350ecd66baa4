"""What programs read of the desk: whether it is well, and what there is to watch."""

import re
from pathlib import Path

from tests.desk.account_desk import browser, with_accounts
from tests.desk.conftest import OpenDesk

LINE = re.compile(r'pledgewatch_[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\.)*"(,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? -?[0-9.e+]+')


def test_it_is_well_while_the_warehouse_answers(desk: OpenDesk) -> None:
    answer = desk.client.get("/healthz")
    assert answer.json()["status"] == "ok"
    assert set(answer.json()) == {"status", "last_load", "stale"}


def test_every_line_of_the_metrics_is_one_that_prometheus_reads(desk: OpenDesk) -> None:
    answer = desk.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert all(line.startswith(("# HELP ", "# TYPE ")) or LINE.fullmatch(line) for line in lines)
    assert len([line for line in lines if not line.startswith("#")]) == len(
        set(lines) - {x for x in lines if x[0] == "#"}
    )


def test_the_metrics_say_what_the_queue_says(desk: OpenDesk) -> None:
    waiting = sum(row["number"] for row in desk.owner.query("queue_counts"))
    found = re.findall(r"^pledgewatch_candidates_waiting\{.*\} (\S+)$", desk.client.get("/metrics").text, re.MULTILINE)
    assert sum(map(float, found)) == waiting > 0


def test_a_collector_with_the_token_reads_the_metrics_of_a_desk_with_accounts_and_nothing_else(tmp_path: Path) -> None:
    token = "a-token-of-a-collector"
    with with_accounts(tmp_path / "data", metrics_token=token) as (desk, _), browser(desk) as collector:
        assert collector.get("/metrics").status_code != 200
        for wrong in ("Bearer another", f"Basic {token}", "Bearer", f"Bearer {token} more"):
            assert collector.get("/metrics", headers={"Authorization": wrong}).status_code != 200
        sent = {"Authorization": f"Bearer {token}"}
        assert "pledgewatch_candidates_waiting" in collector.get("/metrics", headers=sent).text
        assert collector.get("/outlets", headers=sent).headers.get("location") == "/login"


def test_without_a_token_no_bearer_opens_the_metrics(tmp_path: Path) -> None:
    with with_accounts(tmp_path / "data") as (desk, _), browser(desk) as collector:
        for sent in ("Bearer", "Bearer None"):
            assert collector.get("/metrics", headers={"Authorization": sent}).status_code != 200
