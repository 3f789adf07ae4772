"""What a part of the measurements has to say: tables, verdicts on budgets, and the figures that its plot draws."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Table:
    title: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)

    def __str__(self) -> str:
        """Markdown, aligned, so that it reads the same on a terminal."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.columns))]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        return "\n".join([f"**{self.title}**", "", *(row(line, widths) for line in [self.columns, rule, *self.rows])])


@dataclass
class Budget:
    """A ratio or a count that is not to exceed `most`, or, where that is given, not to fall below `least`."""

    what: str
    value: float
    most: float | None = None
    least: float | None = None

    @property
    def kept(self) -> bool:
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    def __str__(self) -> str:
        limit = f"at most {self.most:g}" if self.most is not None else f"at least {self.least:g}"
        return f"{'kept' if self.kept else 'MISSED':<8}{self.what}: {self.value:.2f}, {limit}"


@dataclass
class Part:
    tables: list[Table]
    budgets: list[Budget]
    figures: dict[str, Any]


def row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]) + " |"


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
