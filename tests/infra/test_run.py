"""`make run` from outside: what it serves, what it leaves behind, and what it says when it can't."""

import re
import signal
import socket
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, make_url, text

from infra.dev.demo.fill import EMAIL_CODE
from infra.dev.demo.mailed_code import mailed_code
from infra.dev.ports import free_port
from tests.infra.runner import Runner, Start

ADA = {"email": "ada@example.com", "name": "Ada", "password": "correct horse battery staple"}


def test_two_runners_share_a_database_and_no_mail_is_lost_with_a_killed_one(start: Start, checkout: Path) -> None:
    """One story, as each runner takes seconds to start: what the first keeps, the last finds."""
    mails = checkout / ".local" / "mail"
    first = start().wait_until_up()
    assert httpx.post(first.url("/v1/users"), json=ADA).status_code == 201
    token = join_by_code(first, {**ADA, "email": "bo@example.com", "name": "Bo"}, mails)

    sends_nothing = {"MAIL_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "a@b.example"}
    killed = start(APPROVE_FIRST_POSTS="true", **sends_nothing).wait_until_up()
    assert first.end(signal.SIGINT) == 0
    assert httpx.get(killed.url("/ready")).status_code == 200
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.post(killed.url("/v1/posts"), json={"title": "Dark mode"}, headers=headers).status_code == 201
    killed.end(signal.SIGKILL)

    again = start(PORT=str(killed.port)).wait_until_up()
    form = {"grant_type": "password", "username": ADA["email"], "password": ADA["password"]}
    assert httpx.post(again.url("/v1/auth/token"), data=form).status_code == 200, "the account was lost"
    end_lease(again)
    woken = httpx.post(again.url("/v1/auth/codes"), json={"email": ADA["email"]})
    assert woken.status_code == 202
    again.wait_until_said("mail to ada@example.com: To approve: Dark mode  http://")
    [mail] = [mail for path in mails.iterdir() if b"Subject: To approve" in (mail := path.read_bytes())]
    assert b"List-Unsubscribe: <http://127.0.0.1:" in mail

    assert again.end(signal.SIGTERM) == 0
    assert "Traceback" not in first.said() + again.said()
    assert not (checkout / ".local" / "postgres" / "postmaster.pid").exists()
    for runner in (first, again):
        with pytest.raises(httpx.ConnectError):
            httpx.get(runner.url("/health"))


def join_by_code(runner: Runner, account: dict[str, str], mails: Path) -> str:
    """An access token, by the code that the runner has caught."""
    code_id = httpx.post(runner.url("/v1/users"), json=account).json()["code_id"]
    code = mailed_code(account["email"], since=0, folder=mails)
    form = {"grant_type": EMAIL_CODE, "code_id": code_id, "code": code}
    token: str = httpx.post(runner.url("/v1/auth/token"), data=form).json()["access_token"]
    return token


def end_lease(runner: Runner) -> None:
    """Of what a killed one's courier had taken: nobody else would get it for a minute."""
    shown = re.search(r"database +(postgresql://\S+)", runner.said())
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
