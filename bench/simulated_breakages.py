"""How simulated outlets break: the kinds, what each makes of a page, and what an incident of it is called."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bench.simulated_pages import Mould

BUSY, BIG = 12.0, 22.0  # articles a working day from which two days of nothing, or of a tenth, cannot be chance
SILENT = {
    "unreadable": 3, "copies": 3, "thin": 3, "cookie wall later": 3, "template broken": 9, "old news": 4, "dates frozen": 4,
    "language changed": 3, "script shells": 3, "author pages": 3, "consent page": 3, "feed cut": 3, "crawl failed": 0,
    "dates gone": 4, "wall raised": 4, "articles gone": 4,
}  # fmt: skip
LOUD = {
    "volume low": BIG, "silent": BUSY, "addresses changed": 7, "feed gone": 0, "html for xml": 0, "feed empty": 0, "blocked": 0,
    "robots": 0,
}  # fmt: skip
KINDS = SILENT | LOUD
"""The kinds of breakage, each with the articles a working day that an outlet must publish for it to show in two runs."""
LATER = {"cookie wall later"}  # kinds that spoil the second look and not the first
SAID = {
    "unreadable": {"body lost"},
    "copies": {"copies", "not articles"},
    "thin": {"body lost"},
    "cookie wall later": {"texts replaced", "consent wall"},
    "author pages": {"not articles"},
    "consent page": {"consent wall"},
    "feed empty": {"lists nothing"},
    "volume low": {"volume low", "silent"},
    "addresses changed": {"addresses changed", "silent"},
    "articles gone": {"articles gone", "blocked"},
}
OTHERS = {
    "unreadable": "unreadable", "copies": "notice", "cookie wall later": "consent", "script shells": "shell",
    "author pages": "author", "consent page": "consent",
}  # fmt: skip


@dataclass(frozen=True)
class Breakage:
    """One breakage: from the day whose articles it hides up to the day on which it is mended."""

    outlet_id: str
    kind: str
    start: date
    end: date

    @property
    def said(self) -> set[str]:
        """The kinds of incident that name it rightly."""
        return SAID.get(self.kind, {self.kind})

    def hits(self, is_feature: bool) -> bool:
        """Return whether it spoils an article at the first look; a broken template spoils its own articles."""
        return self.kind not in LATER and (is_feature or self.kind != "template broken")

    def mould(self, sound: Mould) -> Mould:
        """Return what becomes of a page."""
        if self.kind in OTHERS:
            return Mould(other=OTHERS[self.kind], listed_dates=sound.listed_dates)
        match self.kind:
            case "thin":
                return replace(sound, paragraphs=1)
            case "template broken":
                return Mould(other="unreadable") if self.start.day % 2 else replace(sound, paragraphs=1)
            case "dates frozen":
                return replace(sound, dated="frozen")
            case "dates gone":
                return replace(sound, dated="none")
            case "language changed":
                return replace(sound, language="cy", says_language=bool(self.start.day % 2))
            case "wall raised":
                return replace(sound, paragraphs=2, walled=True)
        return sound
