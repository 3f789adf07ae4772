"""The words of posts that a test put in round the API, made as the operator's command makes them."""

from sqlalchemy import Engine

from app.posts.search.store import index_some


def index_posts(superuser: Engine, language: str = "english") -> int:
    """How many had none, or those of another language."""
    total, last = 0, 0
    while True:
        with superuser.connect() as connection:
            count, last = index_some(connection, language, after=last)
        if not count:
            return total
        total += count
