"""Rows as objects: what a query of whole rows returns, with the types of its columns."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Self

from sqlalchemy import ColumnElement, FromClause, Result


class Record:
    """One row. A subclass names the columns that it has, and says their types. `nested`: records within it, as the
    author of a post, by attribute; one that has nulls alone is None.
    """

    nested: ClassVar[Mapping[str, "type[Record]"]] = {}
    attributes: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.attributes = (*cls.attributes, *cls.__annotations__)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    @classmethod
    def columns(cls, table: FromClause, within: str = "") -> list[ColumnElement[Any]]:
        """Of a table, those that the record has. `within`: as which attribute of another record it is nested."""
        own = [table.c[name] for name in cls.attributes if name in table.c]
        return [column.label(f"{within}__{column.name}") for column in own] if within else [*own]

    @classmethod
    @lru_cache(maxsize=256)
    def maker(cls, columns: tuple[str, ...]) -> Callable[[Any], Any]:
        """What makes a record of a row with these columns."""
        places = [(place, *column.partition("__")) for place, column in enumerate(columns)]
        own = [(place, name) for place, name, _, attribute in places if not attribute]
        nested = [
            (name, inner, parts)
            for name, inner in cls.nested.items()
            if (parts := [(place, attribute) for place, owner, _, attribute in places if owner == name])
        ]

        def make(row: Any) -> Any:
            values = {name: row[place] for place, name in own}
            for name, inner, parts in nested:
                found = {attribute: row[place] for place, attribute in parts}
                values[name] = inner(found) if any(value is not None for value in found.values()) else None
            return cls(values)

        return make

    @classmethod
    def all(cls, result: Result[*tuple[Any, ...]]) -> list[Self]:
        make = cls.maker(tuple(result.keys()))
        return [make(row) for row in result]

    @classmethod
    def one(cls, result: Result[*tuple[Any, ...]]) -> Self:
        [record] = cls.all(result)
        return record

    @classmethod
    def one_or_none(cls, result: Result[*tuple[Any, ...]]) -> Self | None:
        records: Sequence[Self | None] = cls.all(result) or [None]
        [record] = records
        return record
