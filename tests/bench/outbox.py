"""What it costs to have people told: by whoever writes, by the courier, and by who signs in with a mailed code."""

import statistics
import time
from contextlib import ExitStack

from sqlalchemy import create_engine, text

from app.auth.schemas import EMAIL_CODE
from app.mail.work import Mails
from app.settings.config import load_settings
from infra.dev.progress import phase
from tests.bench.board import ADMIN
from tests.bench.connection import connected
from tests.bench.environment import Environment, Sample
from tests.bench.result import Budget, Part, Table
from tests.bench.stage import Stage, sign_in
from tests.bench.traffic import Ask

POSTS = 1_000
FOLLOWED, QUIET, FOLLOWERS = 950, 951, 10_000
MEMBER, FIRST_CODE = 21, 101
BLOCKS, EACH = 12, 10  # Requests of a kind in a block; the kinds take turns.
CODES = 40
MAIL = {
    "MAIL_URL": "smtp://127.0.0.1:2525",
    "MAIL_FROM": "board@example.com",
    "PUBLIC_URL": "https://board.example.com",
}
FOLLOW = """
    WITH crowd AS (
        INSERT INTO users (email, name) SELECT 'follower' || n || '@example.com', 'Follower ' || n
        FROM generate_series(1, :followers) AS n RETURNING id
    )
    INSERT INTO subscriptions (post_id, user_id) SELECT :post, id FROM crowd
"""
LISTEN = "UPDATE webhooks SET paused_because = CASE WHEN :listens THEN NULL ELSE 'by_hand' END"
CODE = "SELECT data ->> 'code' FROM deliveries WHERE template = 'code' ORDER BY id DESC LIMIT 1"
COUNT = "SELECT count(*) FROM deliveries"
Samples = dict[str, list[Sample]]


def measure(stage: Stage) -> Part:
    url = stage.copy(stage.board(POSTS))
    member, admin = sign_in(url, MEMBER, ADMIN)
    with connected(url) as connection:
        connection.execute(text(FOLLOW), {"followers": FOLLOWERS, "post": FOLLOWED})
        connection.execute(text("DELETE FROM events WHERE type = 'post.status_changed'"))
    samples: Samples = {}
    with ExitStack() as stack:
        log = stage.scratch / "outbox.log"
        heed = stack.enter_context(Environment(stage.built, "handler.api.handler", url, log, **MAIL))
        with phase(f"statuses of a post that {FOLLOWERS:,} follow, and of one that nobody does"):
            for number in range(BLOCKS):
                for name, post in {"status, nobody follows": QUIET, "status, 10,000 follow": FOLLOWED}.items():
                    body = {"status": ("planned", "started")[number % 2], "response": "Soon."}
                    ask(heed, samples, name, Ask("PUT", f"/v1/posts/{post}/status", token=admin, body=body))
        with phase("comments, with a webhook that listens and without"):
            for _ in range(BLOCKS):
                for name, listens in {"comment, no webhook listens": False, "comment, a webhook listens": True}.items():
                    with connected(url) as connection:
                        connection.execute(text(LISTEN), {"listens": listens})
                    comment = Ask("POST", f"/v1/posts/{QUIET}/comments", token=member, body={"content": "Me, too."})
                    ask(heed, samples, name, comment)
        with phase("pages of the stream of events"):
            for _ in range(BLOCKS):
                ask(heed, samples, "a page of 100 events", Ask("GET", "/v1/events?limit=100", token=admin))
        with phase("signing in with mailed codes"):
            sign_in_by_codes(heed, url, samples)
    with phase("fan-out"):
        rate = fan_out(url)
    return report(samples, rate)


def ask(heed: Environment, samples: Samples, name: str, wanted: Ask) -> None:
    payload = wanted.payload()
    taken = [heed.timed(payload) for _ in range(EACH + 1)][1:]  # The first one warms up.
    if refused := {sample.status for sample in taken if sample.status >= 400}:
        raise RuntimeError(f"Heed answered {refused} to {name}")
    samples.setdefault(name, []).extend(taken)


def sign_in_by_codes(heed: Environment, url: str, samples: Samples) -> None:
    """Each member asks once, as five codes an hour are all that an address gets."""
    for user_id in range(FIRST_CODE, FIRST_CODE + CODES):
        asked = Ask("POST", "/v1/auth/codes", body={"email": f"member{user_id}@example.com"})
        samples.setdefault("a code is asked for", []).append(heed.timed(asked.payload()))
        answered = heed.ask(asked.payload())
        with connected(url) as connection:
            code = connection.scalar(text(CODE))
        form = {"grant_type": EMAIL_CODE, "code_id": answered["code_id"], "code": str(code)}
        taken = heed.timed(Ask("POST", "/v1/auth/token", form=form).payload())
        if taken.status != 200:
            raise RuntimeError(f"Heed answered {taken.status} to a code")
        samples.setdefault("a sign-in with the code", []).append(taken)


def fan_out(url: str) -> float:
    """Deliveries a second, of the events that are there by now."""
    engine = create_engine(url)
    mails = Mails(engine, load_settings(database_url=url, **{name.lower(): value for name, value in MAIL.items()}))
    try:
        with engine.connect() as connection:
            before = connection.scalar(text(COUNT)) or 0
            started = time.perf_counter()
            mails.fan_out()
            took = time.perf_counter() - started
            connection.rollback()
            return ((connection.scalar(text(COUNT)) or 0) - before) / took
    finally:
        engine.dispose()


def report(samples: Samples, rate: float) -> Part:
    table = Table("What is told, through the emulator, warm", ["", "p50 ms", "CPU ms"])
    p50 = {name: statistics.median(sample.wall for sample in taken) for name, taken in samples.items()}
    for name, taken in samples.items():
        table.rows.append([name, f"{p50[name]:.2f}", f"{statistics.median(sample.cpu for sample in taken):.2f}"])
    prepared = Table("What the courier prepares", ["", "a second"], [["deliveries fanned out", f"{rate:,.0f}"]])
    budgets = [
        Budget(f"{name}, p50 × {beside}", p50[name] / p50[beside], most=1.2)
        for name, beside in (
            ("status, 10,000 follow", "status, nobody follows"),
            ("comment, a webhook listens", "comment, no webhook listens"),
        )
    ]
    return Part([table, prepared], budgets, {"p50": p50, "fanned out a second": rate})
