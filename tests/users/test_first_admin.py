"""Who becomes the first admin: the first account, or the first with the setup token, and nobody after."""

from collections.abc import Iterator

import httpx
import pytest

from app.settings.config import load_settings
from tests.support.boards import board, in_parallel
from tests.support.gateway import Handler
from tests.support.people import PASSWORD
from tests.support.problems import assert_problem

TOKEN = "the-setup-token-of-a-board-0123456789"


@pytest.fixture
def client(handler: Handler) -> Iterator[httpx.Client]:
    with board(setup_token=TOKEN) as client:
        yield client


def sign_up(client: httpx.Client, email: str, setup_token: str | None = None) -> httpx.Response:
    body = {"email": email, "name": "A", "password": PASSWORD}
    return client.post("/v1/users", json=body if setup_token is None else body | {"setup_token": setup_token})


def role(answer: httpx.Response) -> str:
    assert answer.status_code == 201, answer.text
    return str(answer.json()["role"])


def test_without_a_setup_token_it_is_the_first_account(visitor: httpx.Client) -> None:
    assert [role(sign_up(visitor, f"{number}@example.com")) for number in range(3)] == ["admin", "member", "member"]


def test_with_one_it_is_whoever_knows_it(client: httpx.Client) -> None:
    assert role(sign_up(client, "first@example.com")) == "member"
    with board() as meanwhile:
        assert role(sign_up(meanwhile, "second@example.com")) == "member", "the board is not empty"
    assert role(sign_up(client, "admin@example.com", TOKEN)) == "admin"


def test_it_is_good_for_one_account(client: httpx.Client) -> None:
    sign_up(client, "admin@example.com", TOKEN)
    problem = assert_problem(sign_up(client, "second@example.com", TOKEN), 403)
    assert problem["type"] == "urn:problem-type:heed:setup-token"
    assert role(sign_up(client, "second@example.com")) == "member"


WRONG = [TOKEN[:-1], TOKEN + "x", TOKEN.upper(), f" {TOKEN}", "x", "ключ" * 8, "null", "true", "x" * 256]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_one_makes_no_account(client: httpx.Client, wrong: str) -> None:
    problem = assert_problem(sign_up(client, "admin@example.com", wrong), 403)
    assert TOKEN not in str(problem)
    assert role(sign_up(client, "admin@example.com", TOKEN)) == "admin"


@pytest.mark.parametrize("wrong", ["x" * 257, "x" * 100_000])
def test_one_that_is_too_long_is_not_compared(client: httpx.Client, wrong: str) -> None:
    assert_problem(sign_up(client, "admin@example.com", wrong), 422)


def test_one_that_nobody_asked_for_changes_nothing(visitor: httpx.Client) -> None:
    assert role(sign_up(visitor, "first@example.com", "anything at all")) == "admin"
    assert role(sign_up(visitor, "second@example.com", "anything at all")) == "member"


def test_of_many_at_once_one_is_admin(handler: Handler) -> None:
    settings = load_settings(setup_token=TOKEN)

    def join(client: httpx.Client) -> tuple[int, str | None]:
        client._transport.handler.app.state.settings = settings  # type: ignore[attr-defined]
        answer = sign_up(client, f"{id(client)}@example.com", TOKEN)
        return answer.status_code, answer.json().get("role")

    answers = in_parallel([join] * 8)
    assert answers.count((201, "admin")) == 1
    assert answers.count((403, None)) == 7


def test_a_board_that_has_an_admin_needs_none(client: httpx.Client) -> None:
    with board() as before:
        assert role(sign_up(before, "first@example.com")) == "admin"
    assert_problem(sign_up(client, "second@example.com", TOKEN), 403)
