"""Some of the policies that are shipped, as an installation's own file: all of them would be read for in every article."""

from collections.abc import Collection

from nlp.evidence.policies import DEFAULT_FILE, load_policies
from warehouse.folder import DataFolder

START = "[[policy]]\n"
NEWSROOMS = [policy.policy_id for policy in load_policies()[:13]]  # those that the recorded newsroom was written for
DEMONSTRATED = [*NEWSROOMS, "kinship-allowance"]  # and the one of the documents' examples


def track_some(folder: DataFolder, wanted: Collection[str]) -> DataFolder:
    """Let the installation track these policies alone, and return it."""
    head, *each = DEFAULT_FILE.read_text(encoding="utf-8").split(START)
    kept = [one for one in each if one.split('"')[1] in wanted]
    assert len(kept) == len(wanted)
    folder.create()
    (folder.root / "policies.toml").write_text(START.join([head, *kept]), encoding="utf-8")
    return folder
