"""The weekly_figures table."""

from datetime import date, datetime

from sqlalchemy import Column, Date, Double, Integer, Named, Table, TypedColumns

from app.models.base import Instant, metadata


class WeeklyFiguresColumns(TypedColumns):
    """What happened in a week until a midnight: `week` is its Monday, in UTC. Until its end where that is NULL."""

    week: Named[date] = Column(Date, primary_key=True)
    counted_until: Named[datetime | None] = Column(Instant)
    posts: Named[int] = Column(Integer)
    votes: Named[int] = Column(Integer)
    answers: Named[int] = Column(Integer)
    seconds_to_first_answer: Named[float | None] = Column(Double)


weekly_figures = Table(
    "weekly_figures",
    metadata,
    WeeklyFiguresColumns,
)
