"""What the tests of collecting share: the steps after the archive, loaded once, over the few policies that their articles bear on."""

from collections.abc import Iterator

import pytest

from flows.passes.steps import Steps, open_steps
from tests.some_policies import track_some
from warehouse.folder import DataFolder

TRACKED = {
    "trusts-for-weakest-councils",
    "review-children-in-need",
    "multi-year-council-funding",
}  # all sixty would be read for in every article


@pytest.fixture(scope="session")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steps]:
    """The steps after the archive, loaded once."""
    folder = track_some(DataFolder(tmp_path_factory.mktemp("steps")), TRACKED)
    with open_steps(folder, 1) as loaded:
        yield loaded
