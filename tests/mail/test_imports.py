"""What each function imports: a cold start pays for it."""

import subprocess
import sys

import pytest

LOADED = "import {module}, sys; print(*sorted(sys.modules))"


def loaded(module: str) -> set[str]:
    command = [sys.executable, "-c", LOADED.format(module=module)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


@pytest.mark.parametrize("name", ["smtplib", "minijinja", "app.mail", "app.courier", "comrak", "nh3"])
def test_the_api_imports_nothing_of_mail(name: str) -> None:
    assert name not in loaded("handler.api")


def test_the_api_imports_nothing_of_pages_until_one_is_asked_for() -> None:
    """Besides the route that waits for it."""
    modules = loaded("handler.api")
    assert {name for name in modules if name.startswith("app.pages")} == {"app.pages", "app.pages.mount"}
    unneeded = {"minijinja", "comrak", "nh3", "app.markdown", "app.languages.language"}
    assert not unneeded & modules


def test_the_api_imports_nothing_of_keys_for_who_has_none() -> None:
    """Besides the route with which they are made, and what one looks like."""
    assert "app.auth.integrations" not in loaded("handler.api")


def test_the_courier_imports_no_database() -> None:
    modules = loaded("handler.courier")
    assert not modules & {"sqlalchemy", "pg8000", "fastapi", "minijinja", "comrak", "nh3"}
    assert not {name for name in modules if name.startswith(("app.db", "app.models", "app.mail"))}


def test_the_outbox_imports_no_web_framework() -> None:
    assert not {name for name in loaded("handler.outbox") if name.partition(".")[0] in ("fastapi", "smtplib", "jose")}
