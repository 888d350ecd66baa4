"""A dossier is a file that stands alone; verdicts are written from flags and lines; every command says what is wrong."""

import io
import json
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.verdicts import dossier_file, writing
from flows.verdicts.replay import NoSuchPolicy
from flows.verdicts.writing import BadVerdictError
from tests.flows.verdict_archive import candidate_of, filled, passage_of, resting_on, settings_of_copy
from tests.warehouse.verdict_samples import POLICY, verdict
from warehouse import connect
from warehouse.reference import OutletRow


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an installation at rest, with four accepted articles and one verdict."""
    root = tmp_path_factory.mktemp("dossier") / "data"
    with filled(root) as owner:
        owner.load_outlets([OutletRow("gazette", "The Gazette", "https://gazette.example/", republish="full")])
        owner.write_verdict(resting_on(verdict(), [0, 1]))
    return root


@pytest.fixture
def settings(at_rest: Path, tmp_path: Path) -> Settings:
    return settings_of_copy(at_rest, tmp_path)


def test_a_dossier_stands_alone_in_its_file(settings: Settings, tmp_path: Path) -> None:
    to = tmp_path / "dossier.html"
    dossier_file.write_dossier(settings, POLICY, to, None)
    page = to.read_text(encoding="utf-8")
    assert "@page { size: A4" in page
    assert "<link" not in page
    assert "src=" not in page
    assert passage_of(0) in page
    assert 'id="source-4"' in page
    assert "Steps were taken, as of the 1. report" in page


def test_a_dossier_as_of_a_day_has_what_was_known_then(settings: Settings, tmp_path: Path) -> None:
    to = tmp_path / "dossier.html"
    dossier_file.write_dossier(settings, POLICY, to, "2026-03-01")
    assert "No verdict had been written." in to.read_text(encoding="utf-8")
    with pytest.raises(NoSuchPolicy, match="`pledgewatch policies` lists them"):
        dossier_file.write_dossier(settings, "no-such", to, None)


def line(**changes: object) -> str:
    cited = [str(candidate_of(number, passage_of(number))) for number in (2, 3)]
    made = {"policy": POLICY, "status": "on track", "text": "It goes on [1], [2].", "effective": "2026-03-02",
            "author": "Vera", "evidence": cited}  # fmt: skip
    return json.dumps({name: value for name, value in {**made, **changes}.items() if value is not None}) + "\n"


def test_each_line_is_answered_and_the_sound_ones_are_written(settings: Settings) -> None:
    lines = [
        line(), "\n", "no json\n", "[]\n", line(status="splendid"), line(colour="red"), line(author=None), line(text=7),
        line(effective="soon"), line(evidence=["x"]), line(evidence="x"), line(status="off track"),
    ]  # fmt: skip
    out = io.StringIO()
    assert writing.write_lines(settings.folder, lines, out) == 9
    answers = {one["line"]: one for one in map(json.loads, out.getvalue().splitlines())}
    assert sorted(answers) == [1, *range(3, 13)], "an empty line is none"
    assert [answers[number].get("status") for number in (1, 12)] == ["on track", "off track"]
    said = {
        3: "the line is no JSON", 4: "no JSON object", 5: "'splendid' is no status", 6: "'colour' is no field of a verdict",
        7: "the verdict lacks: author", 8: "text is no text", 9: "'soon' is no day", 10: "'x' is no identifier",
        11: "evidence is no list",
    }  # fmt: skip
    for number, words in said.items():
        assert words in answers[number]["error"]
    with connect(settings.folder) as store:
        assert [row.written.verdict.status for row in store.verdict_rows() if row.written] == [
            "in progress", "on track", "off track",
        ]  # fmt: skip


def test_the_same_lines_again_write_nothing_more(settings: Settings) -> None:
    lines = [line(id="11111111-1111-4111-8111-111111111111"), line(id="22222222-2222-4222-8222-222222222222")]
    for round_number in range(2):
        out = io.StringIO()
        assert writing.write_lines(settings.folder, lines, out) == 0
        assert [json.loads(one)["duplicate"] for one in out.getvalue().splitlines()] == [bool(round_number)] * 2
    with connect(settings.folder) as store:
        assert len(store.verdict_rows()) == 3


def test_flags_write_one_verdict_and_the_list_shows_it(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    writing.write_one(settings.folder, json.loads(line()))
    assert json.loads(capsys.readouterr().out)["evidence"] == 2
    writing.list_verdicts(settings.folder, None, as_json=True)
    (told,) = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    assert (told["policy"], told["status"], told["reopened"]) == (POLICY, "on track", 0)
    writing.list_verdicts(settings.folder, POLICY, as_json=False)
    assert "on track" in capsys.readouterr().out
    with pytest.raises(BadVerdictError, match="the verdict lacks: status, text"):
        writing.write_one(settings.folder, {"policy": POLICY, "author": "Vera", "effective": "2026-03-02"})
