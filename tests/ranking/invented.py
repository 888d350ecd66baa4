"""Invented candidates of invented policies, and decisions on them, seeded."""

import random
import uuid
from collections.abc import Iterator

from nlp.ranking.lessons import Lesson, RankedPassage
from warehouse.vocabulary.decisions import Action, RejectReason

SUBJECTS = ("trust returns improves ofsted", "bus routes franchise depot", "homes heat pumps insulation")
FILLER = [f"word{number}" for number in range(400)]


def passage(number: int, subject: str, *, policy: str = "trusts", score: float = 0.5, outlet: str = "one",
            age: str = "weeks") -> RankedPassage:  # fmt: skip
    numbers = random.Random(number)
    words = numbers.choices(FILLER, k=30) + numbers.choices(subject.split(), k=6)
    numbers.shuffle(words)
    kind, source, news = ("stance=advances",), (f"outlet={outlet}",), (f"age={age}",)
    return RankedPassage(uuid.UUID(int=number + 1), policy, " ".join(words), score, kind, source, news)


def lessons(count: int, *, policy: str = "trusts", first: int = 0) -> Iterator[Lesson]:
    """Yield decisions of an editor who wants the first subject and rejects the second as not about the policy."""
    for number in range(first, first + count):
        wanted = number % 2 == 0
        action, reason = (Action.ACCEPT, None) if wanted else (Action.REJECT, RejectReason.NOT_THIS_POLICY)
        yield Lesson(number + 1, passage(number, SUBJECTS[0 if wanted else 1], policy=policy), action, reason)
