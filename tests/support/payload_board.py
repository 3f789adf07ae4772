"""A board on which every text that somebody can write is a payload: names, titles, texts, answers, comments, tags."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Engine, insert

from app.auth.page_sessions import open_for
from app.http.dependencies import Client
from app.models.comments import comments
from app.models.post_tags import post_tags
from app.models.posts import posts
from app.models.status_history import status_history
from app.models.tags import tags
from app.models.users import users
from app.settings.config import load_settings
from app.users.queries import get_account
from tests.support.database import cloned, way_round
from tests.support.payloads import LINES, PAYLOADS

TALKED_ABOUT = 7  # Posts, the first ones, with fifty comments each: as many in all as there are payloads, and more.
EACH = 50


class PayloadBoard(NamedTuple):
    database_url: str
    cookie: str  # Of the first member, who is admin.


@contextmanager
def filled(database_url: str) -> Iterator[PayloadBoard]:
    """In a database of its own beside this one."""
    with cloned(f"{database_url}payloads") as own:
        engine = way_round(own)
        fill(engine)
        with engine.connect() as db:
            cookie = open_for(db, load_settings(), get_account(db, 1), Client("203.0.113.1", "")).token
            db.commit()
        engine.dispose()
        yield PayloadBoard(own, cookie)


def fill(engine: Engine) -> None:
    """Writes the rows themselves, as the API would take a minute: as many members, tags and posts as payloads, with ids
    from 1 on."""
    texts = dict(enumerate(PAYLOADS, 1))
    ideas = [
        {"author_id": n, "title": line(n + 2), "content": texts[n], "response": PAYLOADS[-n], "status": "planned"}
        | {"comments_count": EACH if n <= TALKED_ABOUT else 1}
        for n in texts
    ]
    talk = [
        {"post_id": n // EACH + 1, "author_id": n % (len(texts) - 1) + 2, "content": PAYLOADS[n % len(texts)]}
        for n in range(TALKED_ABOUT * EACH)
    ]
    people: list[dict[str, object]] = [
        {"email": f"m{n}@example.com", "name": line(n), "role": "admin" if n == 1 else "member"} for n in texts
    ]
    rows: dict[Any, list[dict[str, object]]] = {
        users: people,
        tags: [{"slug": f"tag-{n}", "name": line(n + 1)} for n in texts],
        posts: ideas,
        post_tags: [{"post_id": n, "tag_id": n} for n in texts],
        status_history: [{"post_id": n, "actor_id": n, "status": "planned", "response": PAYLOADS[-n]} for n in texts],
        comments: talk,
    }
    with engine.connect() as db:
        for table, values in rows.items():
            db.execute(insert(table), values)
        db.commit()


def line(number: int) -> str:
    return LINES[number % len(LINES)].strip()
