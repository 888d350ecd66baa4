"""What the tests of collecting share: the steps after the archive, loaded once, over the few policies that their articles bear on."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from flows.passes.steps import Steps, open_steps
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import load_policies
from warehouse.folder import DataFolder

TRACKED = {
    "trusts-for-weakest-councils",
    "review-children-in-need",
    "multi-year-council-funding",
}  # all sixty would be read for in every article


@pytest.fixture(scope="session")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steps]:
    """The steps after the archive, loaded once."""
    policies = tuple(policy for policy in load_policies() if policy.policy_id in TRACKED)
    assert len(policies) == len(TRACKED)
    with open_steps(DataFolder(tmp_path_factory.mktemp("steps")), 1) as loaded:
        yield replace(loaded, matcher=Matcher(policies))
