"""What is asked for, as SQL: the tsquery of each way to match a post."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Literal

from sqlalchemy import ColumnElement, Text, cast, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, REGCONFIG, TSQUERY

from app.posts.search.query import Query, chain
from app.posts.search.spelling import groups
from app.posts.search.vector import quoted

Level = Literal["exact", "titled", "near", "half", "any", "excluded"]
MOST_CORRECTED = 3  # Words: the longest, as these are mistyped most.
GROUP = 24  # Corrections of one tsquery: each post that matches is compared with all of them.


class Asked:
    """A query in the board's language.

    The planner evaluates search_query(), so it knows the tsquery, and how common its words are.
    """

    def __init__(self, query: Query, language: str) -> None:
        self.query = query
        self.language = cast(language, REGCONFIG)

    def level(self, level: Level) -> ColumnElement[Any]:
        return self.of(self.query.clauses, level)

    def of(self, clauses: Any, level: Level) -> ColumnElement[Any]:
        document = cast([asdict(clause) for clause in clauses], JSONB)
        return func.search_query(self.language, document, level, type_=TSQUERY())

    def in_order(self, weights: str = "") -> ColumnElement[Any]:
        """All words side by side, as they were typed."""
        return cast(chain(self.query.order, weights), TSQUERY)

    def corrected(self) -> Iterator[tuple[ColumnElement[Any], ColumnElement[Any]]]:
        """For each of the longest words, what it may have been, as an array of tsqueries; and the other words, near."""
        clauses = self.query.clauses
        words = [clause for clause in clauses if clause.plain and not clause.excluded]
        for word in sorted(words, key=lambda word: -len(word.plain))[:MOST_CORRECTED]:
            corrections = [" | ".join(map(quoted, group)) for group in groups(word.plain, GROUP)]
            if corrections:
                others = [clause for clause in clauses if clause is not word and clause.alternative == word.alternative]
                # Empty where there are none: it changes nothing of the tsquery that it is joined to.
                rest = func.coalesce(self.of(others, "near"), cast("", TSQUERY))
                yield cast(corrections, ARRAY(Text)), rest
