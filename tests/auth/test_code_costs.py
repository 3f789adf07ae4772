"""What a mailed code costs on a warm connection: statements, and round trips counted on the socket."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import Engine

from tests.support.codes import mail_board, redeem, store_code
from tests.support.people import Person
from tests.support.proxy import Proxy
from tests.support.statements import statements

KNOWN, UNKNOWN = "admin@example.com", "somebody@example.com"


def ask(client: httpx.Client, email: str) -> httpx.Response:
    return client.post("/v1/auth/codes", json={"email": email})


def sign_in(client: httpx.Client, email: str) -> httpx.Response:
    return redeem(client, "an id", "123456")


def miss(client: httpx.Client, email: str) -> httpx.Response:
    return redeem(client, "an id", "654321")


def verify(client: httpx.Client, email: str) -> httpx.Response:
    return client.put("/v1/users/me/email", json={"code_id": "an id", "code": "123456"})


# Two limits, the code, its mail. A try: its limit, the code, its tries, which are forgiven, and the session; an account
# that is made by it costs three more. COMMIT is one round trip more.
COSTS: list[tuple[Callable[[httpx.Client, str], httpx.Response], str, int]] = [
    (ask, KNOWN, 4),
    (ask, UNKNOWN, 4),
    (sign_in, KNOWN, 5),
    (sign_in, UNKNOWN, 9),
    (miss, KNOWN, 3),
    (miss, UNKNOWN, 3),
    (verify, KNOWN, 7),
]


@pytest.fixture
def proxy(database_url: str) -> Iterator[Proxy]:
    with Proxy(database_url) as proxy:
        yield proxy


@pytest.mark.parametrize(("request_it", "email", "statement_count"), COSTS)
def test_cost(
    admin: Person,
    superuser: Engine,
    proxy: Proxy,
    request_it: Callable[[httpx.Client, str], httpx.Response],
    email: str,
    statement_count: int,
) -> None:
    with mail_board(database_url=proxy.url) as client:
        client.headers["Authorization"] = admin.client.headers["Authorization"]
        client.get("/v1/posts")
        store_code(superuser, email, code_id="an id", code="123456")
        with statements() as seen, proxy.counting() as counted:
            answer = request_it(client, email)
    assert answer.is_success == (request_it is not miss), answer.text
    assert (len(seen), counted) == (statement_count, [statement_count + 1]), seen
