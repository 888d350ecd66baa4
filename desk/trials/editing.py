"""A policy's words as a form sends them, and the file of policies that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nlp.evidence.policies import DEFAULT_FILE, Policy, PolicyFile, PolicyFileError, parse_policy_file
from nlp.evidence.policy_edit import PolicyWords, with_words
from warehouse.folder import DataFolder


class WordsRefusedError(Exception):
    """The words of a form cannot be used; `problems` has a sentence for each thing that is wrong."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class TrackedFile:
    """The file of policies that holds, and what it says."""

    text: str
    policies: PolicyFile
    is_own: bool  # the installation's own, not the one that comes with the product

    def policy(self, policy_id: str) -> Policy | None:
        """Return a policy of the file, or None where it has none of this id."""
        return next((one for one in self.policies.policy if one.policy_id == policy_id), None)

    def with_words(self, policy_id: str, words: PolicyWords) -> TrackedFile:
        """Return the file with other words in one policy.

        Raises:
            WordsRefusedError: the file could not be used with them.
        """
        text = with_words(self.text, policy_id, words)
        try:
            return TrackedFile(text, parse_policy_file(text, DEFAULT_FILE), is_own=True)
        except PolicyFileError as error:
            told = (f"{one.key.removeprefix('policy.')}: {one.message}" for one in error.mistakes)
            raise WordsRefusedError(*told) from error


def tracked_file(folder: DataFolder) -> TrackedFile:
    """Return the installation's own file of policies, or the one that comes with the product.

    Raises:
        WordsRefusedError: the own file cannot be used as it stands.
    """
    own = folder.policies.exists()
    path = folder.policies if own else DEFAULT_FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
        return TrackedFile(text, parse_policy_file(text, path), own)
    except (OSError, UnicodeDecodeError, PolicyFileError) as error:
        raise WordsRefusedError(
            "The file of policies cannot be used as it stands; mend it first.", *str(error).splitlines()
        ) from error


def words_of_form(fields: Mapping[str, str]) -> PolicyWords:
    """Return the words that a form has: a sentence a line, and a threshold in per cent or none.

    Raises:
        WordsRefusedError: the threshold is no number from 0 to 100.
    """
    return PolicyWords(
        title=" ".join(fields.get("title", "").split()),
        promise=" ".join(fields.get("promise", "").split()),
        completion=_lines(fields.get("completion", "")),
        progress=_lines(fields.get("progress", "")),
        failure=_lines(fields.get("failure", "")),
        hints=_lines(fields.get("hints", "")),
        threshold=_threshold(fields.get("threshold", "")),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for each in text.splitlines() if (line := " ".join(each.split())))


def _threshold(said: str) -> float | None:
    said = said.strip().removesuffix("%").strip()
    if not said:
        return None
    if not said.isascii() or not said.isdigit() or int(said) > 100:
        raise WordsRefusedError("threshold: a whole number from 0 to 100, or nothing for the matcher's own.")
    return int(said) / 100
