"""What succeeds is limited too: sign-ins, refreshes, sign-outs and searches, of one member and of one address."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine

from tests.support.boards import board
from tests.support.gateway import Handler
from tests.support.people import People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import assert_too_early, fail_to_sign_in, let_pass, move, sign_in

QUOTA = 3
HOUR = 3_600


@pytest.fixture
def client(handler: Handler) -> Iterator[httpx.Client]:
    with board(searches_per_hour=QUOTA, refreshes_per_hour=QUOTA, sign_ins_per_hour=QUOTA) as client:
        yield client


@pytest.fixture
def member(client: httpx.Client) -> Person:
    """Has signed in once, from an address that nobody else is at."""
    move(client, "203.0.113.50")
    member = People(client).join("Member")
    move(client, "203.0.113.1")
    return member


def refresh(client: httpx.Client, person: Person) -> httpx.Response:
    answer = client.post("/v1/auth/token", data={"grant_type": "refresh_token", "refresh_token": person.refresh_token})
    if answer.is_success:
        person.refresh_token = answer.json()["refresh_token"]
    return answer


def revoke(client: httpx.Client, token: str) -> httpx.Response:
    return client.post("/v1/auth/revoke", data={"token": token})


def assert_used_up(answer: httpx.Response) -> None:
    assert HOUR - 60 < assert_too_early(answer) <= HOUR


def test_sign_ins_of_one_member_from_anywhere(client: httpx.Client, member: Person, superuser: Engine) -> None:
    for number in range(QUOTA - 1):
        move(client, f"198.51.100.{number}")
        assert sign_in(client, member.email).status_code == 200
    move(client, "198.51.100.99")
    assert_used_up(sign_in(client, member.email))
    assert member.client.get("/v1/users/me").status_code == 200
    let_pass(superuser, HOUR)
    assert sign_in(client, member.email).status_code == 200


def test_sign_ins_of_one_household_by_anybody(client: httpx.Client) -> None:
    move(client, "2001:db8:1:2::1")
    people = People(client)
    for _ in range(QUOTA):
        person = people.join()
    move(client, "2001:db8:1:2:ffff::9")
    assert_used_up(sign_in(client, person.email))
    move(client, "2001:db8:1:3::1")
    assert sign_in(client, person.email).status_code == 200


def test_failures_do_not_use_up_what_successes_have(client: httpx.Client, member: Person) -> None:
    """A stranger must not be able to lock anybody out."""
    fail_to_sign_in(client, member.email, QUOTA + 1)
    assert sign_in(client, member.email).status_code == 200


def test_refreshes_of_one_member_from_anywhere(client: httpx.Client, member: Person, superuser: Engine) -> None:
    for number in range(QUOTA):
        move(client, f"198.51.100.{number}")
        assert refresh(client, member).status_code == 200
    move(client, "198.51.100.99")
    assert_used_up(refresh(client, member))
    let_pass(superuser, HOUR)
    assert refresh(client, member).status_code == 200  # The refused attempt used nothing up.


def test_refreshes_of_one_address_whatever_the_token(client: httpx.Client, member: Person) -> None:
    for _ in range(QUOTA):
        answer = client.post("/v1/auth/token", data={"grant_type": "refresh_token", "refresh_token": "nonsense"})
        assert answer.status_code == 400
    assert_used_up(refresh(client, member))
    move(client, "198.51.100.99")
    assert refresh(client, member).status_code == 200


def test_sign_outs_of_one_address(client: httpx.Client, member: Person, superuser: Engine) -> None:
    for _ in range(QUOTA):
        assert revoke(client, "nonsense").status_code == 200
    assert_used_up(revoke(client, member.refresh_token))
    assert member.client.get("/v1/users/me").status_code == 200
    move(client, "198.51.100.99")
    assert revoke(client, member.refresh_token).status_code == 200
    assert member.client.get("/v1/users/me").status_code == 401


SEARCHES = ["/v1/posts?q=dark", "/v1/posts/similar?title=dark", "/v1/posts?q=dark&sort=votes"]


def test_searches_of_one_address(client: httpx.Client, member: Person, superuser: Engine) -> None:
    for url in SEARCHES:
        assert client.get(url).status_code == 200
    for url in SEARCHES:
        answer = client.get(url)
        assert_problem(answer, 429)
        assert HOUR - 60 < int(answer.headers["Retry-After"]) <= HOUR
    assert client.get("/v1/posts").status_code == 200
    assert member.client.get(SEARCHES[0]).status_code == 200  # A member counts apart from the address,
    move(client, "198.51.100.99")
    assert client.get(SEARCHES[0]).status_code == 200
    let_pass(superuser, HOUR)
    move(client, "203.0.113.1")
    assert client.get(SEARCHES[0]).status_code == 200


def test_searches_of_one_member_from_anywhere(
    client: httpx.Client, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    for number, url in enumerate(SEARCHES):
        move(client, f"198.51.100.{number}")
        assert member.client.get(url).status_code == 200
    move(client, "198.51.100.99")
    assert_problem(member.client.get(SEARCHES[0]), 429)
    assert [vars(record)["limit"] for record in caplog.records if record.message == "limit_reached"] == ["search"]


def test_lists_are_not_counted(client: httpx.Client, member: Person) -> None:
    for _ in range(QUOTA + 1):
        assert client.get("/v1/posts?sort=votes&status=open").status_code == 200
        assert_problem(client.get("/v1/posts/similar"), 422)
    assert client.get(SEARCHES[0]).status_code == 200
