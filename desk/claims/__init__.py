"""Claims: which editor has which card on the stage, so that two do not read the same one."""

from __future__ import annotations
