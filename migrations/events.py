"""The commands, as events: every other is refused before the database is touched."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from migrations.failure import MigrationError

RevisionId = r"[0-9A-Za-z_]{4,32}"


def up(revision: str) -> str:
    if revision in ("base", "heads"):
        raise ValueError("must be head, +1 or a revision")
    return revision


def true(value: bool) -> bool:
    if value is not True:
        raise ValueError("must be true")
    return value


Upwards = Annotated[str, Field(pattern=rf"^(head|\+[1-9][0-9]?|{RevisionId})$"), AfterValidator(up)]
# Not relative: Lambda may deliver an event twice, and "-1" twice is two revisions.
Downwards = Annotated[str, Field(pattern=rf"^(base|{RevisionId})$")]


class Event(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Upgrade(Event):
    command: Literal["upgrade"]
    revision: Upwards = "head"


class Downgrade(Event):
    command: Literal["downgrade"]
    revision: Downwards
    confirm: Annotated[bool, AfterValidator(true)]  # Literal[True] would take 1.


class Sql(Event):
    """What an upgrade would run."""

    command: Literal["sql"]
    revision: Upwards = "head"


class Ask(Event):
    command: Literal["current", "heads", "history", "check", "index"]


Command = Upgrade | Downgrade | Sql | Ask
NAMES = ("upgrade", "downgrade", "sql", "current", "heads", "history", "check", "index")
COMMANDS: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Discriminator("command")])


def parse_command(event: Any) -> Command:
    """Raises MigrationError, which names the fields and never repeats a value."""
    with refusals():
        return COMMANDS.validate_python(event)


@contextmanager
def refusals() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        said = "; ".join(f"{place(fault['loc'])}: {reason(fault)}" for fault in error.errors()[:5])
        raise MigrationError(f"refused, nothing was run: {said}") from None


def place(location: tuple[int | str, ...]) -> str:
    """Names come from the caller where a field is unknown, so they are cut and made printable."""
    return ascii(".".join(map(str, location))[:60]).strip("'") or "event"


def reason(fault: ErrorDetails) -> str:
    return f"must be one of {', '.join(NAMES)}" if fault["type"].startswith("union_tag") else fault["msg"]
