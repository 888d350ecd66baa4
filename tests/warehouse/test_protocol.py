"""What travels over the owner's socket arrives as it was sent."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.warehouse import samples
from warehouse.errors import AlreadyDecidedError, UnknownQueryError, WarehouseError
from warehouse.owner.drained import DrainReport
from warehouse.owner.journal import DecisionReceipt
from warehouse.owner.protocol import Answer, Raised, Request, decode, encode
from warehouse.records import Action, Decision, Direction, Stance
from warehouse.reference import OutletRow, PolicyRow
from warehouse.vocabulary.decisions import RejectReason

AT = datetime(2026, 11, 20, 12, 30, 15, 123456, tzinfo=UTC)
ACCEPTED = Decision(UUID(int=1), samples.candidate_id(7), Action.ACCEPT, "Ana", "a note", AT)
REJECTED = Decision(UUID(int=2), samples.candidate_id(7), Action.REJECT, "Ben", "", AT, reason=RejectReason.OLD_NEWS)
DIRECTED = Decision(
    UUID(int=3), samples.candidate_id(8), Action.ACCEPT, "Ana", "", AT, next(iter(Stance)), next(iter(Direction))
)


@pytest.mark.parametrize(
    "value",
    [
        None, True, 7, 0.1, "a text with ‘quotes’", "a lone surrogate \ud800", UUID(int=9), AT, date(2026, 11, 20), Path("/a/b"),
        [{"day": date(2026, 1, 2), "many": [1, 2]}], {"deep": {"deeper": AT}},
        ACCEPTED, REJECTED, DIRECTED, DecisionReceipt(ACCEPTED, 12, True, REJECTED), DecisionReceipt(ACCEPTED, 1, False, None),
        DrainReport(3, 1, ("batch x: why",)),
        PolicyRow("p", "t", "promise", "party", 2024, "https://a.uk/", ("a", "b"), (), (), ("term",), "in progress", date(2024, 7, 5)),
        OutletRow("o", "O", "https://o.uk/", ("o.uk",), expected=2.5),
    ],
    ids=lambda value: f"{type(value).__name__} {value}"[:40].encode("ascii", "replace").decode(),
)  # fmt: skip
def test_a_value_arrives_as_it_was_sent(value: Any) -> None:
    request = decode(encode(Request(call="query", args=(value,), parameters={"x": value})), Request)
    assert request == Request(call="query", args=(value,), parameters={"x": value})
    assert type(request.args[0]) is type(value)
    assert decode(encode(Answer(gives=value)), Answer).gives == value


@pytest.mark.parametrize(
    "error", [WarehouseError("it is unwell"), UnknownQueryError("no query named x"), AlreadyDecidedError(REJECTED)]
)
def test_an_error_arrives_as_it_was_raised(error: WarehouseError) -> None:
    answer = decode(encode(Answer(raises=Raised.of(error))), Answer)
    assert answer.raises
    found = answer.raises.restored()
    assert (type(found), str(found)) == (type(error), str(error))
    assert getattr(found, "standing", None) == getattr(error, "standing", None)


def test_what_is_no_value_of_ours_does_not_travel() -> None:
    with pytest.raises(TypeError, match="object does not travel"):
        encode(Answer(gives=object()))


def test_a_record_is_checked_where_it_arrives() -> None:
    line = encode(Request(call="decide", args=(ACCEPTED,))).replace(b'"accept"', b'"applaud"')
    with pytest.raises(WarehouseError, match="the line is no request: action: Input should be"):
        decode(line, Request)
