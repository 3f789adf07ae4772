"""A position in the stream, as clients keep it: `0-5123-881`.

It is no secret and says nothing that could be forged to any use, so it isn't signed: an integrator keeps it for months,
over any change of keys. What it is compared with says whether it still leads anywhere.
"""

import re
from typing import NamedTuple

from app.errors import DomainError

PATTERN = r"^[0-9]{1,10}-[0-9]{1,19}-[0-9]{1,19}$"
LARGEST = 2**63 - 1


class Position(NamedTuple):
    """Behind the event `id` of the transaction `xid`. `epoch`: see app/models/event_stream.py."""

    epoch: int
    xid: int
    id: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.xid}-{self.id}"


class InvalidPosition(DomainError):
    status = 400

    def __init__(self) -> None:
        super().__init__("`after` is no position of this stream. Send `next` of the answer before.", code="position")


class PositionGone(DomainError):
    """Behind it, events were forgotten or can't be told from others any more: to go on would skip some silently."""

    status = 410

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason} Start again without `after`.", code="position-gone")


def parse(value: str) -> Position:
    """Raises InvalidPosition."""
    if not re.fullmatch(PATTERN.strip("^$"), value, re.ASCII):
        raise InvalidPosition
    position = Position(*(int(part) for part in value.split("-")))
    if max(position) > LARGEST or str(position) != value:
        raise InvalidPosition
    return position
