"""What the tests of collecting share: the steps after the archive, loaded once, over the few policies that their articles bear on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.passes.steps import Steps, open_steps
from warehouse.folder import DataFolder

SHIPPED = Path(__file__).resolve().parents[2] / "nlp" / "evidence" / "policies.toml"
TRACKED = {
    "trusts-for-weakest-councils",
    "review-children-in-need",
    "multi-year-council-funding",
}  # all sixty would be read for in every article


@pytest.fixture(scope="session")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steps]:
    """The steps after the archive, loaded once."""
    folder = DataFolder(tmp_path_factory.mktemp("steps"))
    head, *policies = SHIPPED.read_text(encoding="utf-8").split("[[policy]]")
    kept = [policy for policy in policies if any(f'id = "{each}"' in policy for each in TRACKED)]
    assert len(kept) == len(TRACKED)
    (folder.root / "policies.toml").write_text("[[policy]]".join([head, *kept]), encoding="utf-8")
    with open_steps(folder, 1) as loaded:
        yield loaded
