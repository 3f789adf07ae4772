"""DELETE /v1/posts/{id}/votes/{user_id} of the last vote of an account in waiting, while staff vote for its address"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import pytest
from sqlalchemy import Connection, Engine, select, text

from app.db.engine import create_database_engine
from app.db.step import step
from app.models.users import User, users
from app.settings.config import load_settings
from app.votes.on_behalf import cast_vote_for_address, remove_vote_of
from tests.support.backends import wait_for_a_lock
from tests.support.boards import in_parallel
from tests.support.counts import assert_counts_are_exact
from tests.support.people import Person

SETTINGS = load_settings()
GRACE = {"email": "grace@example.com"}
FIRST, SECOND = 1, 2


@pytest.fixture
def grace(admin: Person) -> int:
    """The id of an account that has one vote, on the first of two posts."""
    for title in ("Dark mode", "Export"):
        admin.post_idea(title)
    answer = admin.client.post(f"/v1/posts/{FIRST}/votes", json=GRACE)
    return int(answer.json()["user"]["id"])


def answer_of(
    superuser: Engine, admin: Person, before: Callable[[Connection, User], object], method: str, path: str
) -> httpx.Response:
    """Of a request that comes while what stands `before` it is not committed, and waits for that."""
    headers = {"Authorization": admin.client.headers["Authorization"]}
    body = GRACE if method == "POST" else None
    engine = create_database_engine(SETTINGS)
    with ThreadPoolExecutor(1) as thread:
        with step(engine) as db:
            before(db, User.one(db.execute(select(*User.columns(users)).where(users.c.id == admin.id))))
            request = partial(httpx.Client.request, method=method, url=path, json=body, headers=headers)
            answers = thread.submit(in_parallel, [request])
            wait_for_a_lock(superuser)
        [answer] = answers.result()
    engine.dispose()
    return answer


def voters(admin: Person, post_id: int) -> list[tuple[int, str | None]]:
    listed = admin.client.get(f"/v1/posts/{post_id}/votes").json()["items"]
    return [(each["user"]["id"], each["email"]) for each in listed if each["user"]["id"] != admin.id]


def test_a_vote_that_waits_is_that_of_a_new_account(superuser: Engine, admin: Person, grace: int) -> None:
    answer = answer_of(
        superuser,
        admin,
        lambda db, staff: remove_vote_of(db, SETTINGS, FIRST, grace, staff=staff),
        "POST",
        f"/v1/posts/{SECOND}/votes",
    )
    assert answer.status_code == 200, answer.text
    again = answer.json()["user"]["id"]
    assert again != grace
    assert (voters(admin, FIRST), voters(admin, SECOND)) == ([], [(again, GRACE["email"])])
    assert_counts_are_exact(superuser)


def test_a_vote_that_came_before_keeps_the_account(superuser: Engine, admin: Person, grace: int) -> None:
    answer = answer_of(
        superuser,
        admin,
        lambda db, staff: cast_vote_for_address(db, SETTINGS, SECOND, GRACE["email"], staff=staff, tell=False),
        "DELETE",
        f"/v1/posts/{FIRST}/votes/{grace}",
    )
    assert answer.status_code == 200, answer.text
    assert (voters(admin, FIRST), voters(admin, SECOND)) == ([], [(grace, GRACE["email"])])
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT status FROM users WHERE id = :id"), {"id": grace}) == "active"
    assert_counts_are_exact(superuser)
