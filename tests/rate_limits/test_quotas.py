"""How many sign-ups and posts an hour has: per address, and for posts per member too."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import board
from tests.support.gateway import Handler
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import let_pass, move

QUOTA = 3
HOUR = 3_600


@pytest.fixture
def client(handler: Handler) -> Iterator[httpx.Client]:
    with board(sign_ups_per_hour=QUOTA, posts_per_hour=QUOTA) as client:
        yield client


def sign_up(client: httpx.Client, email: str, password: str = PASSWORD) -> httpx.Response:
    return client.post("/v1/users", json={"email": email, "name": "A", "password": password})


def post(author: Person) -> httpx.Response:
    return author.client.post("/v1/posts", json={"title": "Dark mode"})


def assert_quota(answer: httpx.Response, left: int) -> None:
    assert answer.status_code == 201, answer.text
    assert answer.headers["RateLimit-Limit"] == str(QUOTA)
    assert answer.headers["RateLimit-Remaining"] == str(left)
    assert HOUR - 60 < int(answer.headers["RateLimit-Reset"]) <= HOUR


def assert_used_up(answer: httpx.Response) -> None:
    assert_problem(answer, 429)
    assert HOUR - 60 < int(answer.headers["Retry-After"]) <= HOUR
    assert answer.headers["RateLimit-Limit"] == str(QUOTA)
    assert answer.headers["RateLimit-Remaining"] == "0"
    assert answer.headers["RateLimit-Reset"] == answer.headers["Retry-After"]


def test_sign_ups_of_one_address(client: httpx.Client, superuser: Engine) -> None:
    for number in range(QUOTA):
        answer = sign_up(client, f"{number}@example.com")
        assert_quota(answer, QUOTA - number - 1)
        assert number or answer.headers["RateLimit-Reset"] == str(HOUR)
    assert_used_up(sign_up(client, "late@example.com"))
    move(client, "198.51.100.8")
    assert_quota(sign_up(client, "late@example.com"), QUOTA - 1)


def test_the_hour_ends(client: httpx.Client, superuser: Engine) -> None:
    for number in range(QUOTA):
        sign_up(client, f"{number}@example.com")
    let_pass(superuser, HOUR - 60)
    assert_problem(sign_up(client, "late@example.com"), 429)
    let_pass(superuser, 61)
    assert_quota(sign_up(client, "late@example.com"), QUOTA - 1)


@pytest.mark.parametrize("setup_token", [None, "s" * 40], ids=["taken", "setup token"])
def test_refused_sign_ups_count(client: httpx.Client, superuser: Engine, setup_token: str | None) -> None:
    """Each tells whether an address has an account, and costs a hash."""
    with board(sign_ups_per_hour=QUOTA, setup_token="t" * 40) as client:
        People(client).join("Taken")
        body = {"email": "taken@example.com", "name": "A", "password": PASSWORD, "setup_token": setup_token}
        for _ in range(QUOTA - 1):
            assert_problem(client.post("/v1/users", json=body), 409 if setup_token is None else 403)
        assert_used_up(client.post("/v1/users", json=body))


def test_nothing_waits_for_a_hash(client: httpx.Client, superuser: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one sign-up hashes, whatever it counted or locked is free for the others."""
    locks: list[int] = []

    def hash_and_look(password: str, settings: object) -> str:
        with superuser.connect() as connection:
            held = """
                SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE datname = current_database() AND application_name = 'heed'
                AND (backend_xid IS NOT NULL OR locktype = 'advisory')
            """
            locks.append(connection.execute(text(held)).scalar_one())
        return "hash"

    monkeypatch.setattr("app.users.sign_up.hash_password", hash_and_look)
    assert sign_up(client, "first@example.com").status_code == 201
    assert locks == [0]


def test_posts_of_one_member_from_anywhere(client: httpx.Client) -> None:
    author = People(client).join()
    for number in range(QUOTA):
        move(client, f"198.51.100.{number}")
        assert_quota(post(author), QUOTA - number - 1)
    move(client, "198.51.100.99")
    assert_used_up(post(author))


def test_posts_of_one_address_by_anybody(client: httpx.Client) -> None:
    people = People(client)
    authors = [people.join() for _ in range(QUOTA)]
    for number, author in enumerate(authors):
        assert_quota(post(author), QUOTA - number - 1)
    assert_used_up(post(authors[0]))
    move(client, "198.51.100.8")
    assert_quota(post(authors[0]), QUOTA - 2)


def test_what_is_refused_for_other_reasons_does_not_count(client: httpx.Client) -> None:
    author = People(client).join()
    for _ in range(QUOTA + 1):
        assert_problem(author.client.post("/v1/posts", json={"title": ""}), 422)
    assert_quota(post(author), QUOTA - 1)


def test_reading_and_voting_are_not_counted(client: httpx.Client) -> None:
    author = People(client).join()
    post_id = post(author).json()["id"]
    for _ in range(QUOTA + 1):
        assert author.vote(post_id)["voted"]
        assert "RateLimit-Limit" not in author.client.get("/v1/posts").headers
