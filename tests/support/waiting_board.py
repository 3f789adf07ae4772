"""The demo's board with ten ideas that wait for a moderator, and a courier that delivers its mail."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy import Engine, text

from app.courier.loop import deliver
from app.courier.works import create_works
from app.dispatch.outbox import Outbox
from app.settings.config import load_settings
from app.settings.mail_url import parse_mail_url
from infra.dev.demo import fill
from tests.support.codes import MAIL
from tests.support.database import cloned, way_round
from tests.support.mail_server import MailServer, mail_server
from tests.support.server import served

ADMIN, MODERATOR = "Amara Okafor", "Ben Lindqvist"
WAITING = (
    *("A theme for dark rooms", "Buy cheap watches", "Print a note on one page", "Sort notebooks by hand"),
    *("A clock in the status bar", "Rename several notes at once", "Open links in the app", "Fold long lists"),
    *("Copy a note as plain text", "Zoom with the mouse wheel"),
)


@dataclass
class Demo:
    """`mails`: what its courier delivered."""

    url: str
    database: Engine
    outbox: Outbox
    mails: MailServer

    def post_id(self, title: str) -> int:
        with self.database.connect() as connection:
            found = connection.scalar(text("SELECT id FROM posts WHERE title = :title"), {"title": title})
        assert isinstance(found, int), title
        return found

    def deliver(self) -> None:
        deliver(self.outbox.handle, create_works(parse_mail_url(self.mails.url)), time_left=lambda: 600.0)

    def voters(self, *titles: str) -> set[str]:
        statement = text("""
            SELECT email FROM votes JOIN users ON users.id = votes.user_id WHERE post_id = ANY (:ids)
        """)
        with self.database.connect() as connection:
            return set(connection.scalars(statement, {"ids": [self.post_id(title) for title in titles]}))


@contextmanager
def demo_of_ten(database_url: str) -> Iterator[Demo]:
    with cloned(f"{database_url}journey") as own, mail_server() as mails:
        engine = way_round(own, isolation_level="AUTOCOMMIT")
        with served(database_url=own) as url, fill.client(url) as visitor:
            fill.fill(visitor)
            with fill.sign_in(visitor, ADMIN) as admin:
                ten_wait(visitor, admin)
        with engine.connect() as connection:
            connection.execute(text("UPDATE events SET fanned_out_at = now()"))  # That is over.
        settings = {**MAIL, "mail_url": mails.url, "database_url": own}
        outbox = Outbox(load_settings(**settings))
        with served(**settings) as url:
            yield Demo(url, engine, outbox, mails)
        outbox.engine.dispose()
        engine.dispose()


def ten_wait(visitor: httpx.Client, admin: httpx.Client) -> None:
    fill.call(admin, "PATCH", "/v1/board", {"approve_first_posts": True})
    [moderator] = fill.call(admin, "GET", f"/v1/users?q={fill.email(MODERATOR)}")["items"]
    fill.call(admin, "PATCH", f"/v1/users/{moderator['id']}", {"role": "moderator"})
    for number, title in enumerate(WAITING):
        with fill.join(visitor, f"Newcomer{number} of today") as newcomer:
            assert fill.call(newcomer, "POST", "/v1/posts", {"title": title})["visibility"] == "pending"
