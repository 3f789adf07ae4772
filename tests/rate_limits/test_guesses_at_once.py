"""Guesses sent at once count as guesses, wherever a password is asked for."""

import ast
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth.password_check import account_key
from app.auth.passwords import verify_password
from app.settings.config import ROOT, load_settings
from tests.support.boards import in_parallel
from tests.support.people import PASSWORD, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import assert_too_early, fail_to_sign_in, let_pass, sign_in
from tests.support.storm import guess_in_turn, join_storm

TOLERATED = 5
WRONG = [f"wrong guess {number}" for number in range(11)]
Ask = Callable[[httpx.Client, Person, str], httpx.Response]


def ask_to_sign_in(client: httpx.Client, person: Person, guess: str) -> httpx.Response:
    return sign_in(client, person.email, guess)


def ask_to_change(client: httpx.Client, person: Person, guess: str) -> httpx.Response:
    headers = {"Authorization": person.client.headers["Authorization"]}
    body = {"current_password": guess, "new_password": "another horse battery"}
    return client.put("/v1/users/me/password", json=body, headers=headers)


WAYS = pytest.mark.parametrize("ask", [ask_to_sign_in, ask_to_change], ids=["sign-in", "change of password"])


def failures(superuser: Engine) -> int:
    with superuser.connect() as connection:
        hits = connection.scalar(text("SELECT hits FROM rate_limits WHERE key LIKE 'sign-in-account:%'"))
    return 0 if hits is None else hits + TOLERATED


@WAYS
def test_the_right_one_behind_too_many_wrong_ones_is_a_wrong_one(
    member: Person, superuser: Engine, visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    """No guess is settled before all were hashed, and the right one is settled last, as a thief could arrange."""
    hashed, wrong_ones_are_done = threading.Barrier(len(WRONG) + 1), threading.Event()
    refused: list[httpx.Response] = []

    def verify(password: str, *arguments: Any) -> bool:
        right = verify_password(password, *arguments)
        hashed.wait(30)
        if right:
            assert wrong_ones_are_done.wait(30)
        return right

    def guess(password: str, client: httpx.Client) -> httpx.Response:
        answer = ask(client, member, password)
        refused.append(answer)
        if len(refused) == len(WRONG):
            wrong_ones_are_done.set()
        return answer

    with monkeypatch.context() as patched:
        patched.setattr("app.auth.password_check.verify_password", verify)
        answers = in_parallel([partial(guess, password) for password in [*WRONG, PASSWORD]])
    told = {(answer.status_code, answer.text.replace(answer.headers["X-Request-ID"], "")) for answer in answers}
    assert len(told) == 1
    assert answers[0].status_code == (403 if ask is ask_to_change else 400)
    assert failures(superuser) == len(WRONG) + 1  # The refusal counts as well,
    longest = 2 ** (len(WRONG) - TOLERATED)
    assert longest - 5 <= assert_too_early(sign_in(visitor, member.email)) <= longest  # so the pause tells nothing.
    let_pass(superuser, longest)
    assert ask(visitor, member, PASSWORD).is_success


@WAYS
def test_failures_that_are_being_counted_for_the_first_time(
    member: Person, superuser: Engine, visitor: httpx.Client, ask: Ask
) -> None:
    """They are in no snapshot yet, and the right one waits for them all the same."""
    key = account_key(load_settings(), member.email)
    counting = text("""
        INSERT INTO rate_limits (key, hits, expires_at, blocked_until)
        VALUES (:key, 3, now() + interval '1 day', now() + interval '1 minute')
    """)
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

    def guess(client: httpx.Client) -> int:
        return ask(client, member, PASSWORD).status_code

    def commit(_: httpx.Client) -> int:
        """Once the guess waits, or after a second in which it would have been accepted."""
        until = time.monotonic() + 1
        with superuser.connect() as looking:
            while not looking.scalar(waiting) and time.monotonic() < until:
                time.sleep(0.01)
        others.commit()
        return 0

    with superuser.connect() as connection:
        connection.execute(text("DELETE FROM rate_limits"))
    with superuser.execution_options(isolation_level="READ COMMITTED").connect() as others:
        others.execute(counting, {"key": key})
        status, _ = in_parallel([guess, commit])
    assert status == (403 if ask is ask_to_change else 400)
    assert failures(superuser) == TOLERATED + 4


@WAYS
def test_a_storm_through_several_processes(
    member: Person, superuser: Engine, visitor: httpx.Client, database_url: str, ask: Ask
) -> None:
    """32 guesses, the right one among them. Whichever came first, no more than the tolerated came before it."""
    guesses = [*WRONG, PASSWORD, *(f"another wrong guess {number}" for number in range(20))]
    how = "sign-in" if ask is ask_to_sign_in else "change"
    authorization = member.client.headers["Authorization"]
    context = get_context("spawn")
    processes = 4
    with ProcessPoolExecutor(
        processes, context, initializer=join_storm, initargs=(context.Barrier(processes), database_url)
    ) as pool:
        calls = [
            pool.submit(guess_in_turn, how, member.email, authorization, guesses[number::processes])
            for number in range(processes)
        ]
        statuses = [status for call in calls for status in call.result()]
    refused, accepted = 403 if ask is ask_to_change else 400, 204 if ask is ask_to_change else 200
    assert set(statuses) <= {refused, accepted, 429}
    assert statuses.count(accepted) <= 1
    before_the_right_one = statuses.count(refused)
    if accepted in statuses:  # It forgave those before it.
        before_the_right_one -= failures(superuser)
        assert before_the_right_one <= TOLERATED + 1
    else:
        assert failures(superuser) == before_the_right_one


def test_a_change_of_password_forgives_and_is_refused_in_a_pause(
    member: Person, visitor: httpx.Client, superuser: Engine
) -> None:
    fail_to_sign_in(visitor, member.email, TOLERATED)
    assert ask_to_change(visitor, member, PASSWORD).status_code == 204
    assert failures(superuser) == 0
    fail_to_sign_in(visitor, member.email, TOLERATED + 1)
    assert_problem(ask_to_change(visitor, member, "another horse battery"), 429)


def test_there_is_one_place_that_checks() -> None:
    """Whatever takes a password later finds it."""
    callers = set()
    for path in Path(ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and any(alias.name == "verify_password" for alias in node.names):
                callers.add(path.relative_to(ROOT / "app").as_posix())
    assert callers == {"auth/password_check.py"}
