"""What each process of a storm of guesses does: on a board of its own, as a Lambda environment has, it guesses."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI

from app.main import create_app
from app.settings.config import load_settings
from tests.support.boards import client_of
from tests.support.sign_ins import sign_in

start: Any = None
app: FastAPI | None = None


def join_storm(barrier: Any, database_url: str) -> None:
    global start, app  # A process pool has no other way to hand over what its calls share.
    start, app = barrier, create_app(load_settings(database_url=database_url))


def guess_in_turn(how: str, email: str, authorization: str, guesses: Sequence[str]) -> list[int]:
    """The statuses."""
    assert app
    with client_of(app) as client:
        client.get("/ready")
        start.wait(60)
        statuses = []
        for guess in guesses:
            if how == "sign-in":
                answer = sign_in(client, email, guess)
            else:
                body = {"current_password": guess, "new_password": "another horse battery"}
                headers = {"Authorization": authorization}
                answer = client.put("/v1/users/me/password", json=body, headers=headers)
            statuses.append(answer.status_code)
    app.state.engine.dispose()
    return statuses
