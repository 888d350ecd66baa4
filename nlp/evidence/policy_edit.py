"""Changing a policy's words in its file: the rest of the file, its comments and its order stay as somebody wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.items import Array, Table

from nlp.evidence.policies import Policy
from warehouse.vocabulary.policies import CriterionKind


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """The words of a policy that the matcher reads, and its threshold: what an editor may change and try."""

    title: str
    promise: str
    completion: tuple[str, ...]
    progress: tuple[str, ...]
    failure: tuple[str, ...]
    hints: tuple[str, ...]
    threshold: float | None  # 0 to 1; None: the matcher's own

    @classmethod
    def of(cls, policy: Policy) -> PolicyWords:
        """Return the words that a policy has."""
        criteria = {str(kind): getattr(policy.criteria, kind) for kind in CriterionKind}
        return cls(
            title=policy.title, promise=policy.promise, hints=policy.hints, threshold=policy.threshold, **criteria
        )


def with_words(text: str, policy_id: str, words: PolicyWords) -> str:
    """Return the text of a file of policies with other words in one of them; what stays the same is not touched.

    Nothing is checked: `nlp.evidence.policies.parse_policy_file` says what is wrong with the result.

    Raises:
        KeyError: the file has no policy of this id.
    """
    document = tomlkit.parse(text)
    table = next((one for one in document.get("policy", []) if one.get("id") == policy_id), None)
    if table is None:
        raise KeyError(policy_id)
    _set(table, "title", words.title)
    _set(table, "promise", words.promise)
    for kind in CriterionKind:
        _set(table["criteria"], str(kind), getattr(words, kind))
    _set(table, "hints", words.hints or None)
    _set(table, "threshold", words.threshold)
    return tomlkit.dumps(document)


def _set(table: Table, key: str, value: str | tuple[str, ...] | float | None) -> None:
    """Give a key its value, or take it out where there is none. A value that is there already keeps its lines and comments."""
    held = table.get(key)
    held = tuple(held.unwrap()) if isinstance(held, Array) else held
    if value is None:
        table.pop(key, None)
    elif held != value:
        table[key] = _lines(value) if isinstance(value, tuple) else value


def _lines(sentences: tuple[str, ...]) -> Any:
    array = tomlkit.array()
    array.extend(sentences)
    return array.multiline(len(sentences) > 1)
