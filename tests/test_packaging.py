"""What an installation brings: components that spaCy finds by name, and the data beside the code."""

import subprocess
import sys
import tempfile
from importlib.metadata import entry_points
from importlib.resources import files

import pytest

from nlp.components import NAMES


def test_every_component_is_an_entry_point() -> None:
    told = {point.name for point in entry_points(group="spacy_factories")}
    assert told >= set(NAMES), "name it in pyproject.toml, then `make setup-test`, which tells the environment"


def test_spacy_finds_a_component_with_nothing_of_ours_imported() -> None:
    script = "import spacy; spacy.blank('en').add_pipe('council_linker')"
    with tempfile.TemporaryDirectory() as elsewhere:
        subprocess.run([sys.executable, "-c", script], check=True, cwd=elsewhere)


@pytest.mark.parametrize(
    ("package", "name"),
    [
        ("spiders", "newsroom/newsroom.warc.gz"),
        ("spiders", "outlets/communitycare.toml"),
        ("spiders", "outlets/outlet.schema.json"),
        ("nlp", "evidence/policies.toml"),
        ("nlp", "pipeline.cfg"),
        ("warehouse", "reference/councils.csv"),
        ("warehouse", "queries/queue.sql"),
        ("warehouse", "cookbook/trust-timeline.sql"),
        ("desk", "static/desk.css"),
    ],
)
def test_the_data_is_in_the_package(package: str, name: str) -> None:
    assert files(package).joinpath(name).is_file()
