"""The weekly_figures table."""

from datetime import date

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class WeeklyFigures(Base):
    """What happened in a week that is over, counted once: `week` is its Monday, in UTC."""

    __tablename__ = "weekly_figures"

    week: Mapped[date] = mapped_column(primary_key=True)
    posts: Mapped[int] = mapped_column(Integer)
    votes: Mapped[int] = mapped_column(Integer)
    answers: Mapped[int] = mapped_column(Integer)
    seconds_to_first_answer: Mapped[float | None]
