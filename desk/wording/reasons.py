"""Why editors reject: a short list, so that the reasons can be counted."""

NOT_THIS_POLICY = "not about this policy"

REJECT_REASONS = (NOT_THIS_POLICY, "old news", "duplicate", "bad extraction", "other")
"""In the order of the keys 1 to 5."""
