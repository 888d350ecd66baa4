"""A new kind of tag takes the files that the handbook names, and arrives in the tagger, its component, the warehouse, the desk and the exports."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("warehouse", "pipelines", "nlp", "spiders", "desk", "flows", "tests/warehouse")

RECORD = '''
@dataclass(frozen=True, slots=True)
class Petition:
    """A petition that people signed."""

    start: int
    end: int
    text: str
    confidence: float
    rule: str
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class Tags:'''
FINDER = '''"""Finds petitions."""

import re

from nlp.analysis import Analysis
from warehouse.tags import Petition

VERSION = "petition-1"


def find_petitions(analysis: Analysis) -> list[Petition]:
    """Return every petition, in order."""
    found = re.finditer("petition", analysis.reading.text)
    return [Petition(each.start(), each.end(), each[0], 1.0, VERSION) for each in found]
'''
VIEW = """
-- Petitions that articles speak of.
CREATE VIEW petitions AS SELECT
    article_id, -- the article
    outlet_id,  -- the outlet
    found."text" AS surface -- the words in the text
FROM (
    SELECT articles.*, unnest(petitions) AS found FROM articles JOIN records.taggings USING (revision_id)
);
"""
COLUMN = (
    'ALTER TABLE records.taggings ADD COLUMN petitions STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR, '
    'confidence DOUBLE, "rule" VARCHAR, field VARCHAR)[]; -- petitions\n'
)
ARRIVED = """
import sys
from pathlib import Path
import spacy
from fastapi.testclient import TestClient
from desk.app import create
from nlp import components
from nlp.tagger import load_tagger
from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.analyst import exports
from warehouse.folder import DataFolder
from warehouse.records import Tagging

text = samples.revision(1)
tagger = load_tagger()
long = ("A petition was signed.\\n\\n" + "Nothing happened today. " * 20_000) + "\\n\\nAnother petition followed."
tags = tagger.tag(text.text + " A petition was signed.")
nlp = spacy.blank("en")
nlp.add_pipe("petition_finder")
doc = nlp("A petition.")
folder = DataFolder(Path(sys.argv[1]))
spool.write_batch(folder, "one", samples.articles([1]))
spool.write_batch(folder, "two", [Tagging(text.revision_id, tagger.version, samples.at(9), tags)])
with Owner(folder, background=False) as owner:
    owner.drain()
    client = TestClient(create(owner), base_url="http://127.0.0.1")
    page = client.get(f"/articles/{samples.article_id(1)}").text
    owner.publish()
arrived = {
    "the tags": [each.text for each in tags.petitions] == ["petition"],
    "the tags of a text in pieces": [each.start for each in tagger.tag(long).petitions] == [2, long.rindex("petition")],
    "the tagger's version": "petition-1" in tagger.version,
    "a component": [span.label_ for span in doc.spans["petitions"]] == ["PETITION"],
    "the pipeline": "petition_finder" in components.pipeline().pipe_names,
    "the desk": "<dt>Petitions</dt>" in page and '<mark class="other">petition</mark>' in page,
    "the exports": exports.export(folder, "petitions").to_pylist()[0]["surface"] == "petition",
}
for place, there in arrived.items():
    if not there:
        print(f"the new kind did not arrive in {place}")
"""


@pytest.fixture
def product(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests" / "__init__.py").touch()
    return tmp_path


def edit(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1, f"{file.name} has {before!r} {text.count(before)} times"
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


def kind_and_record(product: Path) -> None:
    edit(
        product / "warehouse" / "tags.py",
        ('    EVENT = "EVENT"\n', '    EVENT = "EVENT"\n    PETITION = "PETITION"\n'),
        ("\n@dataclass(frozen=True, slots=True)\nclass Tags:", RECORD),
        ("    events: tuple[Event, ...] = ()\n", "    events: tuple[Event, ...] = ()\n    petitions: tuple[Petition, ...] = ()\n"),
        ('    },\n    "TAG_KINDS in', '        TagKind.PETITION: TagKindWords(Petition, "petitions", "Petitions", "signed"),\n    },\n    "TAG_KINDS in'),
    )  # fmt: skip


def finder(product: Path) -> None:
    (product / "nlp" / "petitions.py").write_text(FINDER, encoding="utf-8")


def registered(product: Path) -> None:
    entry = (
        "        TagKind.PETITION: TagFinder(\n"
        '            petitions.find_petitions, "petition_finder", "petitions", petitions.VERSION, lambda _: ""\n'
        "        ),\n"
    )
    edit(
        product / "nlp" / "tag_kinds.py",
        ("from nlp import ", "from nlp import petitions\nfrom nlp import "),
        ('    },\n    "FINDERS in', f'{entry}    }},\n    "FINDERS in'),
    )


def column(product: Path) -> None:
    folder = product / "warehouse" / "migrations"
    number = len(list(folder.glob("[0-9]*.sql"))) + 1
    (folder / f"{number:04}_petitions.sql").write_text(COLUMN, encoding="utf-8")


def view(product: Path) -> None:
    file = product / "warehouse" / "views" / "30_tags.sql"
    file.write_text(file.read_text(encoding="utf-8") + VIEW, encoding="utf-8")


FIVE: tuple[Callable[[Path], None], ...] = (kind_and_record, finder, registered, column, view)
"""The sixth file is pyproject.toml, whose entry point lets spaCy find the component with nothing of ours imported."""


def asked(product: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, str(product / "data")],
        cwd=product,
        env={"PYTHONPATH": str(product), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_kind_of_tag_arrives_everywhere(product: Path) -> None:
    for change in FIVE:
        change(product)
    done = asked(product, ARRIVED)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_a_kind_without_a_finder_stops_the_tagger_with_a_sentence(product: Path) -> None:
    kind_and_record(product)
    assert "FINDERS in nlp/tag_kinds.py says nothing of TagKind.PETITION" in asked(product, "import nlp.tagger").stderr


def test_a_kind_without_words_stops_the_product_with_a_sentence(product: Path) -> None:
    edit(
        product / "warehouse" / "tags.py",
        ('    EVENT = "EVENT"\n', '    EVENT = "EVENT"\n    PETITION = "PETITION"\n'),
    )
    said = asked(product, "import warehouse.records").stderr
    assert "TAG_KINDS in warehouse/tags.py says nothing of TagKind.PETITION" in said


def test_a_list_of_tags_without_a_column_is_refused_by_name(product: Path) -> None:
    kind_and_record(product)
    script = (
        "import sys; from pathlib import Path; from tests.warehouse import samples; from warehouse import connect, spool\n"
        "from warehouse.folder import DataFolder\n"
        "folder = DataFolder(Path(sys.argv[1])); spool.write_batch(folder, 'one', samples.articles([1]))\n"
        "with connect(folder) as store: print(store.query('refused_batches')[0]['reason'])"
    )
    said = asked(product, script).stdout
    assert "tagging" in said
    assert "petitions" in said
