"""A code can't be guessed, nor its mail used to pester: tries and mails are bounded, whoever asks from wherever."""

from collections.abc import Iterator
from functools import partial

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import in_parallel
from tests.support.codes import another, ask, grow_old, mail_app, mail_board, mailed, mailed_code, redeem
from tests.support.oauth import assert_refused
from tests.support.people import Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import assert_too_early, move

HOUR, DAY = 3_600, 86_400


@pytest.fixture
def client(admin: Person) -> Iterator[httpx.Client]:
    with mail_board() as client:
        yield client


def test_six_wrong_tries_then_the_right_one(client: httpx.Client, superuser: Engine, member: Person) -> None:
    code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    refused = [redeem(client, code_id, another(code)) for _ in range(6)]
    for answer in (*refused, redeem(client, code_id, code)):
        assert_refused(answer)
        assert answer.json() == refused[0].json()


def test_after_four_wrong_tries_the_right_one_is_good(client: httpx.Client, superuser: Engine, member: Person) -> None:
    code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    for _ in range(4):
        assert_refused(redeem(client, code_id, another(code)))
    assert redeem(client, code_id, code).status_code == 200


def test_the_code_alone_is_of_no_use(client: httpx.Client, superuser: Engine, admin: Person, member: Person) -> None:
    """As where somebody reads the mail, or guesses: with the id of another code, or one that was made up."""
    theirs = ask(client, member.email)
    code = mailed_code(superuser, member.email)
    own = ask(client, admin.email)
    own_code = mailed_code(superuser, admin.email)
    wrong = redeem(client, theirs, another(code)).json()
    if own_code != code:
        assert redeem(client, own, code).json() == wrong
    for made_up in ("A" * 32, own[:-1], theirs.upper(), f"{theirs} "):
        answer = redeem(client, made_up, code)
        assert_refused(answer)
        assert answer.json() == wrong
    assert redeem(client, theirs, code).status_code == 200


def test_guesses_at_once_count_each(admin: Person, superuser: Engine, member: Person) -> None:
    with mail_board() as client:
        code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    with mail_app() as app:
        guesses = [f"{(int(code) + number) % 1_000_000:06}" for number in range(1, 21)]
        answers = in_parallel([partial(redeem, code_id=code_id, code=guess) for guess in guesses], app)
    assert {answer.status_code for answer in answers} <= {400, 429}
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT tries FROM email_codes")) == 5


def test_new_codes_bring_no_more_than_ten_guesses_a_day(
    client: httpx.Client, superuser: Engine, member: Person
) -> None:
    """Otherwise asking again and again would be guessing on and on. A right code behind them is refused, too."""
    refused = 0
    for _ in range(5):
        code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
        for _ in range(4):
            answer = redeem(client, code_id, another(code))
            refused += answer.status_code == 400
    assert refused == 10
    assert 0 < assert_too_early(answer) <= DAY
    assert_too_early(redeem(client, code_id, code))
    grow_old(superuser, DAY)
    code_id = ask(client, member.email)
    assert redeem(client, code_id, mailed_code(superuser, member.email)).status_code == 200


def test_who_is_right_is_forgiven(client: httpx.Client, superuser: Engine, member: Person) -> None:
    for _ in range(4):
        code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
        for _ in range(4):
            assert_refused(redeem(client, code_id, another(code)))
        assert redeem(client, code_id, code).status_code == 200


def test_tries_from_one_address_are_limited(client: httpx.Client, superuser: Engine, member: Person) -> None:
    for number in range(100):
        assert_refused(redeem(client, f"made up {number}", "123456"))
    code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    assert 0 < assert_too_early(redeem(client, code_id, code)) <= HOUR
    move(client, "198.51.100.7")
    assert redeem(client, code_id, code).status_code == 200


@pytest.mark.parametrize("email", ["member@example.com", "nobody@example.com"])
def test_codes_for_one_address_are_limited_from_wherever(
    client: httpx.Client, superuser: Engine, member: Person, email: str
) -> None:
    for number in range(5):
        move(client, f"198.51.100.{number}")
        ask(client, (email, email.upper(), f"{email}.")[number % 3])
    for number in range(5, 50):
        move(client, f"198.51.100.{number}")
        answer = client.post("/v1/auth/codes", json={"email": email})
        assert assert_problem(answer, 429)["type"] == "urn:problem-type:heed:too-many"
        assert 0 < int(answer.headers["Retry-After"]) <= HOUR
    assert mailed(superuser) == [("code", email)] * 5
    ask(client, "somebody.else@example.com")
    grow_old(superuser, HOUR)
    ask(client, email)


def test_codes_asked_for_from_one_address_are_limited(superuser: Engine, admin: Person) -> None:
    with mail_board(codes_per_hour=3) as client:
        for number in range(3):
            ask(client, f"{number}@example.com")
        for number in range(3, 60):
            assert_problem(client.post("/v1/auth/codes", json={"email": f"{number}@example.com"}), 429)
        move(client, "198.51.100.7")
        ask(client, "3@example.com")
    assert len(mailed(superuser)) == 4


def test_what_expired_goes_with_what_comes(client: httpx.Client, superuser: Engine, admin: Person) -> None:
    for number in range(12):
        ask(client, f"{number}@example.com")
    grow_old(superuser, HOUR)
    for number in range(2):
        ask(client, f"new{number}@example.com")
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM email_codes")) == 2
