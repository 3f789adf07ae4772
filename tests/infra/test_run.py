"""`make run` from outside: what it serves, what it leaves behind, and what it says when it can't."""

import re
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, make_url, text

from infra.dev.demo.fill import EMAIL_CODE
from infra.dev.demo.mailed_code import mailed_code
from infra.dev.ports import free_port
from tests.infra.runner import Runner, Start

ADA = {"email": "ada@example.com", "name": "Ada", "password": "correct horse battery staple"}


def test_two_runners_share_a_database_that_outlives_a_killed_one(start: Start, checkout: Path) -> None:
    killed = start().wait_until_up()
    assert httpx.get(killed.url("/ready")).status_code == 200
    assert httpx.post(killed.url("/v1/users"), json=ADA).status_code == 201
    killed.end(signal.SIGKILL)

    again = start(PORT=str(killed.port)).wait_until_up()
    form = {"grant_type": "password", "username": ADA["email"], "password": ADA["password"]}
    assert httpx.post(again.url("/v1/auth/token"), data=form).status_code == 200, "the account was lost"

    beside = start().wait_until_up()
    assert again.end(signal.SIGINT) == 0
    assert httpx.get(beside.url("/ready")).status_code == 200

    assert beside.end(signal.SIGTERM) == 0
    assert "Traceback" not in again.said() + beside.said()
    assert not (checkout / ".local" / "postgres" / "postmaster.pid").exists()
    for runner in (again, beside):
        with pytest.raises(httpx.ConnectError):
            httpx.get(runner.url("/health"))


def test_mail_is_caught(start: Start, checkout: Path) -> None:
    """Also that which was not sent when everything was killed."""
    mails = checkout / ".local" / "mail"
    first = start().wait_until_up()
    assert httpx.post(first.url("/v1/users"), json=ADA).status_code == 201
    bo = {**ADA, "email": "bo@example.com", "name": "Bo"}
    code_id = httpx.post(first.url("/v1/users"), json=bo).json()["code_id"]
    code = mailed_code("bo@example.com", since=0, folder=mails)
    form = {"grant_type": EMAIL_CODE, "code_id": code_id, "code": code}
    token = httpx.post(first.url("/v1/auth/token"), data=form).json()["access_token"]
    first.end(signal.SIGTERM)

    killed = start(APPROVE_FIRST_POSTS="true", MAIL_URL="smtp://127.0.0.1:1", MAIL_FROM="a@b.example").wait_until_up()
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.post(killed.url("/v1/posts"), json={"title": "Dark mode"}, headers=headers).status_code == 201
    killed.end(signal.SIGKILL)
    killed.wait_until_nothing_is_left()  # Its courier would take the mail once more, and fail.
    end_lease(killed)

    again = start().wait_until_up()
    deadline = time.monotonic() + 60
    while "mail to ada@example.com: To approve: Dark mode  http://" not in again.said():
        assert time.monotonic() < deadline, again.said()
        time.sleep(0.1)
    assert b"List-Unsubscribe: <http://127.0.0.1:" in max(mails.iterdir()).read_bytes()


def end_lease(killed: Runner) -> None:
    """Of what its courier had taken: nobody else would get it for a minute."""
    shown = re.search(r"database +(postgresql://\S+)", killed.said())
    assert shown
    engine = create_engine(make_url(shown[1]).set(drivername="postgresql+pg8000"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE deliveries SET due_at = now() WHERE status = 'pending'"))
    engine.dispose()


def test_database_url_names_another_postgresql(start: Start, checkout: Path, database_url: str) -> None:
    runner = start(DATABASE_URL=database_url, SECRET_KEY="k" * 32).wait_until_up()

    assert httpx.get(runner.url("/ready")).status_code == 200
    assert ":***@" in runner.said()
    assert runner.end(signal.SIGINT) == 0
    assert not (checkout / ".local").exists()


def test_a_database_that_refuses_is_one_line(start: Start, database_url: str) -> None:
    wrong = make_url(database_url).set(password="not-the-password").render_as_string(hide_password=False)
    runner = start(DATABASE_URL=wrong, SECRET_KEY="k" * 32)

    assert runner.wait() == 1
    assert one_line(runner).startswith("heed: DATABASE_URL: postgresql://heed:***@127.0.0.1:")
    assert "password authentication failed" in runner.said()
    assert "not-the-password" not in runner.said()


def test_a_database_that_is_not_there_is_one_line(start: Start) -> None:
    url = f"postgresql://heed:not-the-password@127.0.0.1:{free_port()}/heed"
    runner = start(DATABASE_URL=url, SECRET_KEY="k" * 32)

    assert runner.wait() == 1
    assert "cannot be reached" in one_line(runner)
    assert "not-the-password" not in runner.said()


def test_a_bad_setting_is_one_line(start: Start, checkout: Path) -> None:
    runner = start(BCRYPT_ROUNDS="many")

    assert runner.wait() == 1
    assert one_line(runner).startswith("heed: BCRYPT_ROUNDS: ")
    assert not (checkout / ".local").exists()


def test_an_occupied_port_is_one_line(start: Start, checkout: Path) -> None:
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        port = occupant.getsockname()[1]
        runner = start(PORT=str(port))

        assert runner.wait() == 1
    assert one_line(runner).startswith(f"heed: port {port} is in use by another program; try: make run PORT=")
    assert not (checkout / ".local").exists()


def test_an_api_that_cannot_start_ends_everything(start: Start, checkout: Path) -> None:
    (checkout / "app" / "main.py").write_text("raise SystemExit('heed: no API today')\n")
    runner = start()

    assert runner.wait() == 1
    assert "heed: no API today\n" in runner.said()
    assert not (checkout / ".local" / "postgres" / "postmaster.pid").exists()


def one_line(runner: Runner) -> str:
    said = runner.said().strip()
    assert "\n" not in said, said
    return said
