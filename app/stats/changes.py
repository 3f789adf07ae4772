"""Keeping the figures of weeks that are over, which nothing changes any more but what is taken back later."""

from datetime import date

from sqlalchemy import Connection, text

from app.stats.figures import COUNTED, MOST_WEEKS, WEEKS

KEEP_A_WEEK = """
    WITH weeks AS (
        SELECT * FROM ({weeks}) AS every
        WHERE ended <= now() - interval '1 hour' AND week NOT IN (SELECT week FROM weekly_figures)
        ORDER BY week DESC LIMIT 1
    )
    INSERT INTO weekly_figures (week, {names})
    SELECT week, {counts} FROM weeks
    ON CONFLICT DO NOTHING RETURNING week
"""
COUNTS = ", ".join(f"({count})" for count in COUNTED.values())
KEEP = text(KEEP_A_WEEK.format(weeks=WEEKS, names=", ".join(COUNTED), counts=COUNTS))


def keep_a_week(db: Connection) -> date | None:
    """The latest that is over and not kept; None where there is none. What was begun in a week has ended an hour after
    it."""
    week: date | None = db.scalar(KEEP, {"weeks": MOST_WEEKS})
    return week
