"""Signing in at a real OpenID provider in a real browser, on the board as `make run` serves it, with its courier."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from sqlalchemy import Engine, text

from app.settings.config import ROOT
from infra.dev.browser import command
from tests.support import axe
from tests.support.browser import complaints, policy_violations, wait_until_ready
from tests.support.oidc import CLIENT, real_provider
from tests.support.people import Person
from tests.support.window import Window


@pytest.fixture
def board_url(database_url: str, admin: Person) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with real_provider(url) as issuer:
        settings = {"DATABASE_URL": database_url, "PUBLIC_URL": url, "OIDC_ISSUER": issuer}
        settings |= {name.upper(): value for name, value in CLIENT.items()}
        serve = [sys.executable, "-m", "uvicorn", "--factory", "infra.dev.board:create_board"]
        serve += ["--port", url.rpartition(":")[2], "--log-level", "warning"]
        with subprocess.Popen(serve, cwd=ROOT, env={**os.environ, **settings}) as process:
            try:
                wait_until_ready(url, process)
                yield url
            finally:
                process.terminate()


def scripts(chrome: Chrome, *, on: bool) -> None:
    command(chrome, "Emulation.setScriptExecutionDisabled", value=not on)


def barriers(chrome: Chrome, with_scripts: bool) -> list[str]:
    """axe needs scripts itself, and the next page is to have none again."""
    found = axe.barriers(chrome)
    scripts(chrome, on=with_scripts)
    return found


@pytest.mark.parametrize("with_scripts", [True, False], ids=["with scripts", "without"])
def test_a_vote_by_somebody_new(
    chrome: Chrome, board_url: str, admin: Person, superuser: Engine, *, with_scripts: bool
) -> None:
    post_id = admin.post_idea()["id"]
    window = Window(chrome, board_url)
    scripts(chrome, on=with_scripts)
    try:
        window.open(f"/posts/{post_id}")
        window.click(f"#vote-{post_id} button")
        window.find("button", "Sign in with Acme")
        found = barriers(chrome, with_scripts)
        window.click("button", "Sign in with Acme")
        window.write("input[name=name]", "grace")
        window.click("button", "Sign in")
        window.find("h1", "You are signed in")
        assert policy_violations(chrome) == []
        found += barriers(chrome, with_scripts)
        window.click("main button", "Go on")
        window.find(f"#vote-{post_id} button[aria-pressed=true]")
        window.find(".person", "Grace")
        window.open("/settings/oidc")
        window.find("button", "End the link")
        found += barriers(chrome, with_scripts)
        assert found == []
    finally:
        scripts(chrome, on=True)
    assert [each for each in complaints(chrome) if "favicon" not in each and "401" not in each] == []
    with superuser.connect() as connection:
        voters = text("SELECT name FROM votes JOIN users ON users.id = votes.user_id WHERE email LIKE 'grace%'")
        assert connection.scalars(voters).all() == ["Grace"]
