"""Reading the figures: those that are kept, and what is not yet, counted now."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, Row, text

from app.stats.figures import COUNTED, WEEKS

# A count runs only where a CASE gets to it.
EITHER = ", ".join(
    f"CASE WHEN kept.week IS NULL THEN ({count}) ELSE kept.{name} END AS {name}" for name, count in COUNTED.items()
)
BY_WEEK = """
    WITH weeks AS ({weeks})
    SELECT weeks.week, {either} FROM weeks LEFT JOIN weekly_figures AS kept ON kept.week = weeks.week
    ORDER BY weeks.week
"""
FIGURES = text(BY_WEEK.format(weeks=WEEKS, either=EITHER))


def figures_by_week(db: Connection, weeks: int) -> Sequence[Row[date, int, int, int, float | None]]:
    """`week` (its Monday), `posts`, `votes`, `answers` and `seconds_to_first_answer`, of this week and those before."""
    return db.execute(FIGURES, {"weeks": weeks}).all()
