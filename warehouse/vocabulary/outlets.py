"""What an outlet's file says of it in one word: what sort it is, how often it is crawled, what may be shown of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class Tier(StrEnum):
    """What sort of publisher an outlet is."""

    TRADE_PRESS = "trade press"
    NATIONAL_PRESS = "national press"
    OFFICIAL = "official"
    PARLIAMENT = "parliament"
    REPRESENTATIVE_BODY = "representative body"


TIERS = table_of(
    Tier,
    {
        Tier.TRADE_PRESS: "writes for people of one trade",
        Tier.NATIONAL_PRESS: "writes for everybody",
        Tier.OFFICIAL: "a department or an inspectorate",
        Tier.PARLIAMENT: "Parliament, its committees and its library",
        Tier.REPRESENTATIVE_BODY: "speaks for councils or their officers",
    },
    "TIERS in warehouse/vocabulary/outlets.py",
)
"""What each sort of publisher is."""


class Schedule(StrEnum):
    """How often an outlet is crawled."""

    HOURLY = "hourly"
    FOUR_HOURLY = "four-hourly"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a class is crawled."""

    means: str
    cron: str  # minutes past the hour are odd ones, so that outlets do not meet every crawler of the world at :00
    minutes: int  # between two passes, for the schedule without Prefect


SCHEDULES = table_of(
    Schedule,
    {
        Schedule.HOURLY: Cadence("every hour", "7 * * * *", 60),
        Schedule.FOUR_HOURLY: Cadence("every four hours", "23 */4 * * *", 240),
        Schedule.DAILY: Cadence("every morning", "41 5 * * *", 1440),
    },
    "SCHEDULES in warehouse/vocabulary/outlets.py",
)


class Republish(StrEnum):
    """How much of an article exports and public pages may carry."""

    FULL = "full"
    QUOTE = "quote"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class RepublishWords:
    """What is said of it."""

    characters: int | None  # of a passage, at most; None for all of it
    means: str


REPUBLISH = table_of(
    Republish,
    {
        Republish.FULL: RepublishWords(None, "whole passages"),
        Republish.QUOTE: RepublishWords(400, "a quotation: 400 characters, about 65 words"),
        Republish.HEADLINE: RepublishWords(0, "the headline and the address"),
    },
    "REPUBLISH in warehouse/vocabulary/outlets.py",
)
