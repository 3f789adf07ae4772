"""Boards that many tests begin with: built once in each worker, then put back row by row, for a tenth of the work."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from app.models.all import metadata

OLDEST = 60.0  # Seconds. What looks at the age of a session or a token sees one as old as a slow test's.

Built = TypeVar("Built")


@dataclass
class KeptBoard:
    schema: str
    built: Any
    tables: list[str]
    sequences: dict[str, int]  # Where each was.
    since: float = field(default_factory=time.monotonic)


class KeptBoards:
    """Of one worker's database, which is empty when one is put back."""

    def __init__(self, database: Engine) -> None:
        self.database = database
        self.boards: dict[str, KeptBoard] = {}

    def board(self, name: str, build: Callable[[], Built]) -> Built:
        """What `build` returned when it filled the board; `name` says which it is, and becomes a schema's."""
        kept = self.boards.get(name)
        if kept and time.monotonic() - kept.since < OLDEST:
            with self.database.connect() as connection:
                put_back(connection, kept)
            as_built: Built = kept.built
            return as_built
        built = build()
        with self.database.connect() as connection:
            self.boards[name] = keep(connection, f"kept_{name}", built)
        return built


def keep(connection: Connection, schema: str, built: Any) -> KeptBoard:
    connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE; CREATE SCHEMA "{schema}"')
    tables = [table.name for table in metadata.sorted_tables]
    filled = [
        name for name in tables if connection.exec_driver_sql(f"SELECT EXISTS (SELECT FROM public.{name})").scalar()
    ]
    for name in filled:
        connection.exec_driver_sql(f'CREATE TABLE "{schema}".{name} AS TABLE public.{name}')
    sequences = connection.exec_driver_sql(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
    )
    return KeptBoard(schema, built, filled, dict(map(tuple, sequences)))


def put_back(connection: Connection, kept: KeptBoard) -> None:
    """As it was kept: without what triggers would add."""
    insertions = "".join(
        f'INSERT INTO public.{name} OVERRIDING SYSTEM VALUE TABLE "{kept.schema}".{name};' for name in kept.tables
    )
    places = "".join(f"PERFORM setval('public.{name}', {last});" for name, last in kept.sequences.items())
    connection.exec_driver_sql(
        f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {insertions} {places} END $$"
    )
