"""A trial of a policy's words: what is asked, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from nlp.evidence.policies import Policy, parse_policy_file


@dataclass(frozen=True, slots=True)
class TrialRequest:
    """What is to be tried."""

    folder: str  # of the data
    file: str  # the text of a file of policies, which was found sound
    policy_id: str
    since: date
    today: date
    until: float  # seconds of the monotonic clock, which all processes of a machine share: no article is begun after it

    def policies(self) -> tuple[Policy, ...]:
        """Return the policies of the file."""
        return parse_policy_file(self.file, Path("policies.toml")).policy


@dataclass(frozen=True, slots=True)
class TriedArticle:
    """The best candidate of an article for the policy, as it stands or as it would."""

    article_id: UUID
    title: str
    outlet: str
    day: date | None  # of publication
    direction: str
    score: float  # 0 to 1
    sentence: str = ""  # that carries it; empty for what stands already


@dataclass(frozen=True, slots=True)
class Backtest:
    """What would change. Of articles that were not read it says nothing but their number."""

    since: date
    days: int  # from `since` to the day of the trial
    worth_reading: int  # articles with a candidate for the policy, or among the `MOST_ALIKE` that share its words
    read: int  # of them, in the time that there was
    gained: tuple[TriedArticle, ...]
    lost: tuple[TriedArticle, ...]
    turned: tuple[tuple[TriedArticle, TriedArticle], ...]  # another direction: before, after
    same: int
    missed: tuple[TriedArticle, ...]  # with accepted evidence, and no candidate any more
    accepted: int  # articles with accepted evidence, of those that were read

    @property
    def reads_a_day(self) -> float:
        """Articles a day that an editor would have had to look at, of those that were read here."""
        return (len(self.gained) + len(self.turned) + self.same) / max(1, self.days)
