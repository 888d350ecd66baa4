"""Verdicts from JSON lines or flags, and the list of those in force."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import IO, Any
from uuid import UUID, uuid4

from rich.console import Console
from rich.table import Table

from warehouse import connect
from warehouse.errors import WarehouseError
from warehouse.folder import DataFolder
from warehouse.store import Store
from warehouse.verdicts.history import reopened
from warehouse.verdicts.rows import PolicyVerdict, VerdictRow, WrittenVerdict

NEEDED = ("policy", "status", "text", "effective", "author")
ALLOWED = (*NEEDED, "evidence", "id", "replaces")


class BadVerdictError(Exception):
    """A line or a flag that describes no verdict; the message says what is wrong with it."""


def write_lines(folder: DataFolder, lines: Iterable[str], out: IO[str]) -> int:
    """Write the verdict of each JSON line, answer each with a line, and return how many were refused."""
    refused = 0
    with connect(folder) as store:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            answer: dict[str, Any] = {"line": number}
            try:
                answer |= _written(store, _fields(line))
            except (BadVerdictError, WarehouseError) as error:
                answer["error"] = str(error)
                refused += 1
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            out.flush()
    return refused


def write_one(folder: DataFolder, fields: Mapping[str, Any]) -> None:
    """Write one verdict and say so.

    Raises:
        BadVerdictError: the fields describe none.
        VerdictRefusedError: it breaks a rule; the message says each.
    """
    with connect(folder) as store:
        answer = _written(store, fields)
    print(json.dumps(answer, ensure_ascii=False))


def _fields(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise BadVerdictError(f"the line is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadVerdictError("the line is no JSON object")
    return found


def _written(store: Store, fields: Mapping[str, Any]) -> dict[str, Any]:
    verdict = verdict_of(fields, datetime.now(UTC))
    if "replaces" not in fields:
        verdict = _after_the_standing(store, verdict)
    receipt = store.write_verdict(verdict)
    return {
        "verdict": str(receipt.row.row_id),
        "policy": verdict.policy_id,
        "status": verdict.status,
        "evidence": len(verdict.evidence),
        "duplicate": receipt.duplicate,
        "sha256": receipt.row.sha256,
    }


def _after_the_standing(store: Store, verdict: PolicyVerdict) -> PolicyVerdict:
    """Return the verdict with the one that it replaces: what stands now, or what the same verdict named before."""
    written = [row.written.verdict for row in store.verdict_rows(verdict.policy_id) if row.written]
    same = next((one for one in written if one.verdict_id == verdict.verdict_id), None)
    if same:
        return replace(verdict, replaces=same.replaces)
    return replace(verdict, replaces=written[-1].verdict_id if written else None)


def verdict_of(fields: Mapping[str, Any], now: datetime) -> PolicyVerdict:
    """Return the verdict that a line's fields describe, written now.

    Raises:
        BadVerdictError: a field is missing, unknown or of the wrong kind.
    """
    if unknown := [name for name in fields if name not in ALLOWED]:
        raise BadVerdictError(f"'{unknown[0]}' is no field of a verdict; there are: {', '.join(ALLOWED)}")
    if missing := [name for name in NEEDED if not fields.get(name)]:
        raise BadVerdictError(f"the verdict lacks: {', '.join(missing)}")
    for name in NEEDED:
        if not isinstance(fields[name], str):
            raise BadVerdictError(f"{name} is no text")
    evidence = fields.get("evidence") or []
    if not isinstance(evidence, list | tuple):
        raise BadVerdictError("evidence is no list of candidates")
    return PolicyVerdict(
        verdict_id=_identifier("id", fields["id"]) if fields.get("id") else uuid4(),
        policy_id=fields["policy"],
        status=fields["status"],
        text=fields["text"].strip(),
        effective=_day(fields["effective"]),
        author=fields["author"].strip(),
        written_at=now,
        evidence=tuple(_identifier("evidence", each) for each in evidence),
        replaces=_identifier("replaces", fields["replaces"]) if fields.get("replaces") else None,
    )


def _identifier(name: str, value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadVerdictError(f"{name}: '{value}' is no identifier of a candidate or verdict") from error


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadVerdictError(f"effective: '{value}' is no day such as 2026-05-01") from error


def list_verdicts(folder: DataFolder, policy_id: str | None, *, as_json: bool) -> None:
    """Print the verdict in force of each policy, or of one, and whether it is open again."""
    with connect(folder) as store:
        rows = store.verdict_rows(policy_id)
    policies = dict.fromkeys(row.policy_id for row in rows)
    standing = [_standing([row for row in rows if row.policy_id == each]) for each in policies]
    if as_json:
        for row, open_again in standing:
            sys.stdout.write(json.dumps(_plain(row, open_again), ensure_ascii=False) + "\n")
        return
    table = Table("policy", "status", "from", "author", "written", "rests on", "open again")
    for row, open_again in standing:
        verdict, cited = _of(row).verdict, len(_of(row).evidence)
        again = f"[yellow]{open_again} changes[/yellow]" if open_again else "no"
        table.add_row(
            verdict.policy_id, verdict.status, f"{verdict.effective}", verdict.author,
            f"{verdict.written_at:%Y-%m-%d %H:%M}", str(cited), again,
        )  # fmt: skip
    Console().print(table)


def _standing(rows: list[VerdictRow]) -> tuple[VerdictRow, int]:
    row = next(row for row in reversed(rows) if row.written)
    return row, len(reopened(rows, row))


def _of(row: VerdictRow) -> WrittenVerdict:
    assert row.written is not None
    return row.written


def _plain(row: VerdictRow, open_again: int) -> dict[str, Any]:
    verdict = _of(row).verdict
    return {
        "policy": verdict.policy_id,
        "verdict": str(verdict.verdict_id),
        "status": verdict.status,
        "text": verdict.text,
        "effective": verdict.effective.isoformat(),
        "author": verdict.author,
        "written_at": verdict.written_at.isoformat(),
        "evidence": [str(each) for each in verdict.evidence],
        "reopened": open_again,
        "sha256": row.sha256,
    }
