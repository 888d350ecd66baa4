"""Every command of every document, and every example of the help, runs as it is written, or a test is named that runs it."""

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import typer

import pledgewatch as product
from tests.collection.test_foreign_warc import write_warc
from tests.flows.conftest import ROOT, Demonstration
from tests.flows.test_backfill import ARTICLES, BODIES, PAGE
from tests.flows.test_live import NOWHERE, free_port
from warehouse import connect
from warehouse.analyst.sql import run_statement
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
TUTORIALS = {"tutorial-outlet.md", "tutorial-policy.md"}  # tests/test_tutorials.py runs them whole, in order
INLINE = re.compile(r"`((?:[A-Z_]+=\S+ )?(?:pledgewatch|python -m) [^`]+)`")
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"\[cyan\](.*?)\[/cyan\]")
NAME = re.compile(r"pledgewatch(?: [a-z]+){1,2}")

ELSEWHERE = {
    # They ask outlets, which no test may; their own tests have a server on this machine, or a name that nobody has.
    "PLEDGEWATCH_CONTACT=news@example.org pledgewatch run --once": "tests/flows/test_live.py::test_with_no_network_a_run",
    "pledgewatch run --once": "tests/flows/test_live.py::test_with_no_network_a_run",
    "pledgewatch run --no-prefect": "tests/flows/test_live.py::test_when_run_says_that_the_desk_is_open",
    "PLEDGEWATCH_CONTACT=news@example.org pledgewatch serve": "tests/flows/test_interrupted.py::test_nothing_is_left_of_a_run_with_prefect",
    "PLEDGEWATCH_CONTACT=news@example.org pledgewatch outlets check": "tests/spiders/test_outlets_page.py::test_a_check_says_of_each_source",
    "pledgewatch outlets check": "tests/spiders/test_outlets_page.py::test_a_check_says_of_each_source",
    "pledgewatch outlets new https://www.example.org/news/": "tests/spiders/test_outlets_page.py::test_a_new_outlet_is_drafted",
    "pledgewatch run --once --outlet NAME": "tests/flows/test_live.py::test_with_no_network_a_run",
    "pledgewatch outlets new https://www.adcs.org.uk/": "tests/spiders/test_outlets_page.py::test_a_new_outlet_is_drafted",
    # The demonstration that all tests here look at.
    "pledgewatch demo --no-serve": "tests/flows/conftest.py::",
    "pledgewatch demo": "tests/flows/conftest.py::",
}
"""Commands that are not run here, and the test that runs each."""

PASSWORD = "correct horse battery\n"
POLICY = "kinship-allowance"  # of the examples
OTHER_POLICY = "trusts-for-weakest-councils"
PLACEHOLDERS = {
    "outlets check FILE": "outlets check gazette.toml",
    "policies check FILE": "policies check mine.toml",
    "policies try FILE": "policies try mine.toml",
    "--cookbook NAME --set PARAMETER=VALUE": "--cookbook trust-timeline --set trust=doncaster",
    "--cookbook NAME": "--cookbook coverage-share",
    "backup DIR": "backup /mnt/backups/pledgewatch",
    "restore DIR": "restore /mnt/backups/pledgewatch --data /srv/pledgewatch",
    "doctor --data COPY": "doctor --data copy",
    "policies history ID": f"policies history {POLICY}",
    "policies dossier ID --to FILE": f"policies dossier {POLICY} --to dossier.html",
    "--evidence 5f0c...": "--evidence $ACCEPTED",
    "export VIEW --search QUERY": "export candidates --search trust",
    "users add|list|role|password|remove": "users list",
}
"""What stands for the words in capitals."""

SEEN_TO_BE_THERE = re.compile(r"python -m (bench|nlp\.training|tests\.container_trial)\b")
"""Benchmarks and trainings take minutes to hours, and the container's trial builds a Debian as root: here they are only found."""
TESTS = re.compile(r"(?:\.venv/bin/)?python -m pytest\b")
"""Tests run in this very suite: here their files are only found."""


@dataclass(frozen=True)
class Command:
    """One command, or a block of them, and where it stands."""

    text: str
    place: str

    @property
    def filled(self) -> str:
        """Return the command with its placeholders filled."""
        found = next((words for words in PLACEHOLDERS if words in self.text), None)
        return self.text.replace(found, PLACEHOLDERS[found]) if found else self.text


def helped(command: object = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give every subcommand by its words, with the end of its help."""
    command = command or typer.main.get_command(product.app)
    yield path, getattr(command, "epilog", None) or ""
    for name, one in getattr(command, "commands", {}).items():
        yield from helped(one, (*path, name))


def written() -> Iterator[Command]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in BLOCK.findall(text) if page.name not in TUTORIALS else ():
            yield Command(block.strip(), page.name)
        for inline in INLINE.findall(text):
            yield Command(" ".join(inline.split()), page.name)
    for path, epilog in helped():
        for example in EXAMPLE.findall(epilog):
            yield Command(example, f"pledgewatch {' '.join(path)} --help")


PATHS = {path for path, _ in helped()}


def is_name(command: Command) -> bool:
    """Return whether a page only names a command, without anything that it is to do; a name that nothing has is one too."""
    if not command.place.endswith(".md") or not NAME.fullmatch(command.text):
        return False
    words = tuple(command.text.split()[1:])
    return words in PATHS or words[:1] not in PATHS


ALL = list(written())
NAMES = sorted({command.text for command in ALL if is_name(command)})
BLOCKS_OF_MAKE = [one for one in ALL if re.search(r"^make ", one.text, re.MULTILINE)]
BLOCKS_OF_TESTS = [one for one in ALL if TESTS.match(one.text)]
MODULES = sorted({one.text for one in ALL if SEEN_TO_BE_THERE.match(one.text)})
TO_RUN = sorted(
    {
        one.filled: one
        for one in ALL
        if not is_name(one)
        and one not in BLOCKS_OF_MAKE + BLOCKS_OF_TESTS
        and one.text not in MODULES
        and one.text not in ELSEWHERE
    }.items()
)


def test_every_page_and_every_help_is_looked_at() -> None:
    assert len(NAMES) >= 20
    assert len(TO_RUN) >= 25
    assert {"README.md", "runbook.md", "policies.md", "CONTRIBUTING.md"} <= {one.place for one in ALL}


@pytest.mark.parametrize("name", NAMES)
def test_a_command_that_a_page_names_is_there(name: str) -> None:
    assert tuple(name.split()[1:]) in PATHS


@pytest.mark.parametrize("command", ELSEWHERE)
def test_what_is_run_elsewhere_is_run_there(command: str) -> None:
    file, _, test = ELSEWHERE[command].partition("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert test in text
    verb = re.sub(r"^[A-Z_]+=\S+ ", "", command).split()[1]
    assert verb in text or file.endswith("test_outlets_page.py")


@pytest.mark.parametrize("command", MODULES)
def test_a_benchmark_or_training_that_a_page_names_is_there(command: str) -> None:
    module = command.split()[2]
    found = importlib.util.find_spec(module)
    assert found
    assert found.origin
    assert '__name__ == "__main__"' in Path(found.origin).read_text(encoding="utf-8")


@pytest.mark.parametrize("block", BLOCKS_OF_MAKE, ids=lambda block: block.place)
def test_make_knows_every_verb_of_a_block(block: Command) -> None:
    for line in re.findall(r"^make [^#\n]+", block.text, re.MULTILINE):
        subprocess.run(["make", "--dry-run", *line.split()[1:]], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize("block", BLOCKS_OF_TESTS, ids=lambda block: block.text)
def test_the_tests_that_a_recipe_runs_are_there(block: Command) -> None:
    named = re.findall(r"tests/[\w/.]+", block.text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def accepted(folder: DataFolder, policy: str) -> UUID:
    """Accept a candidate for a policy, and return it."""
    asked = """
        SELECT candidate_id FROM candidates JOIN policies USING (policy_id)
        WHERE policy_id = $policy AND published_day BETWEEN since AND '2026-05-01' ORDER BY score DESC LIMIT 1
    """
    (row,) = run_statement(folder, asked, parameters={"policy": policy}).to_pylist()
    candidate = UUID(str(row["candidate_id"]))
    with connect(folder) as store:
        store.decide(Decision(uuid4(), candidate, Action.ACCEPT, "Ann", "", datetime(2026, 11, 22, tzinfo=UTC)))
        store.publish()
    return candidate


class Taken(BaseHTTPRequestHandler):
    """A webhook that takes everything."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def webhook() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Taken) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"json://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def bench(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds what the documents' commands name, and a copy of the demonstration's data."""
    folder = tmp_path_factory.mktemp("documents")
    shutil.copytree(demonstration.folder.root, folder / "data", ignore=shutil.ignore_patterns("*.sock"))
    shutil.copytree(folder / "data", folder / "copy")
    data = DataFolder(folder / "data")
    (folder / "accepted").write_text(str(accepted(data, POLICY)))
    verdict = {
        "policy": OTHER_POLICY, "status": "in progress", "text": "A trust opened [1].", "effective": "2026-05-01",
        "author": "Ann", "evidence": [str(accepted(data, OTHER_POLICY))],
    }  # fmt: skip
    (folder / "verdicts.jsonl").write_text(json.dumps(verdict) + "\n")
    (folder / "docs").symlink_to(ROOT / "docs")
    tracked = (data.root / "policies.toml").read_text(encoding="utf-8")
    (folder / "mine.toml").write_text(tracked.replace('title = "', 'title = "Still to ', 1), encoding="utf-8")
    (folder / "file").write_text(PASSWORD, encoding="utf-8")
    (folder / "gazette.toml").write_text(NOWHERE, encoding="utf-8")
    text = "Sandwell Council's children's services were rated inadequate. Ministers gave it £12m over two years."
    (folder / "documents.jsonl").write_text(json.dumps({"id": "1", "title": "News", "text": text}) + "\n")
    page = PAGE.format(title="A trust opens", body=BODIES[0]).replace(
        "<head>", f'<head><link rel="canonical" href="{ARTICLES}one">'
    )
    (folder / "page.html").write_text(page, encoding="utf-8")
    (folder / "pages.jsonl").write_text(json.dumps({"id": "1", "path": "page.html", "url": f"{ARTICLES}one"}) + "\n")
    (folder / "saved-pages").mkdir()
    (folder / "saved-pages" / "two.html").write_text(page.replace("/one", "/two"), encoding="utf-8")
    write_warc(folder / "CC-NEWS-20261101.warc.gz", [f"{ARTICLES}three"], page.replace("/one", "/three").encode())
    return folder


def open_accounts(folder: Path, command: str, given: dict[str, str]) -> None:
    """Make the accounts that an example names, beside another admin's: the last one's is kept."""
    for file in (folder / "data").glob("accounts.sqlite*"):
        file.unlink()
    for name in ("Bo Example", *([] if " add " in command else ["Ann Example"])):
        made = as_script(folder, f"pledgewatch users add '{name}' --role admin")
        subprocess.run(made, cwd=folder, env=given, check=True, capture_output=True, text=True, input=PASSWORD)


def environment(folder: Path, command: str) -> dict[str, str]:
    data = "foreign" if " backfill " in command else "data"  # the recorded newsroom takes no foreign pages
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLEDGEWATCH_")}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "PLEDGEWATCH_DATA": str(folder / data)}


def as_script(folder: Path, command: str) -> list[str]:
    """Return what runs a command of a document in a shell, with the machine's folders inside this test's."""
    inside = command.replace("/mnt/", f"{folder}/mnt/").replace("/srv/", f"{folder}/srv/")
    python = f'"{sys.executable}"'
    return [
        "bash",
        "-ec",
        f'pledgewatch() {{ {python} -m pledgewatch "$@"; }}\npython() {{ {python} "$@"; }}\n{inside}',
    ]


@pytest.mark.long
@pytest.mark.parametrize("command", [command for command, _ in TO_RUN if " desk" not in command])
def test_a_command_runs_as_it_is_written(bench: Path, webhook: str, command: str) -> None:
    given = environment(bench, command) | {"PLEDGEWATCH_ALERT_URL": webhook, "NO_PROXY": "127.0.0.1"}
    given["ACCEPTED"] = (bench / "accepted").read_text()
    (bench / "mnt" / "backups").mkdir(parents=True, exist_ok=True)
    (bench / "policy.toml").unlink(missing_ok=True)  # of another example: a draft is never written over a file
    if " users " in command:
        open_accounts(bench, command, given)
    if "restore " in command:
        shutil.rmtree(bench / "srv", ignore_errors=True)
        if "backup " not in command.replace("backups", ""):
            first = as_script(bench, "pledgewatch backup /mnt/backups/pledgewatch")
            subprocess.run(first, cwd=bench, env=given, check=True, capture_output=True)
    done = subprocess.run(
        as_script(bench, command), cwd=bench, env=given, capture_output=True, text=True,
        timeout=600, check=False, input=PASSWORD if " users " in command else "",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("command", [command for command, _ in TO_RUN if " desk" in command])
def test_a_desk_that_a_page_starts_answers_until_it_is_ended(bench: Path, command: str) -> None:
    port = free_port()
    here = command.replace("8080", str(port))  # a port that may be taken on the machine of the test
    words = [sys.executable, "-m", "pledgewatch", *here.split()[1:]]
    given = {**environment(bench, command), "PLEDGEWATCH_PORT": str(port)}
    with subprocess.Popen(words, cwd=bench, env=given, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        assert f"http://127.0.0.1:{port}" in run.stdout.readline()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + 30
        while True:
            try:
                assert opener.open(f"http://127.0.0.1:{port}/healthz", timeout=5).status == 200
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.2)
        run.send_signal(signal.SIGTERM)
        assert run.wait(timeout=20) == 0
