"""Passwords: what counts of them, what is never raised, and equal work for whoever asks."""

from collections.abc import Iterator

import bcrypt
import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth.passwords import hash_password, verify_password
from app.settings.config import load_settings
from tests.support.boards import board
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem

SETTINGS = load_settings(database_url="postgresql://heed@127.0.0.1/heed", bcrypt_rounds=4)


def sign_in(visitor: httpx.Client, email: str, password: str) -> httpx.Response:
    return visitor.post("/v1/auth/token", data={"grant_type": "password", "username": email, "password": password})


@pytest.mark.parametrize("length", [71, 72, 73, 200])
def test_pass_phrases_count_in_full(length: int) -> None:
    phrase = "x" * length
    stored = hash_password(phrase + "a", SETTINGS)
    assert verify_password(phrase + "a", stored, SETTINGS)
    for other in (phrase + "b", phrase, phrase + "aa"):
        assert not verify_password(other, stored, SETTINGS)


def test_one_form_for_what_keyboards_send_in_several() -> None:
    composed, decomposed = "caf\u00e9 and more", "cafe\u0301 and more"
    assert verify_password(decomposed, hash_password(composed, SETTINGS), SETTINGS)
    assert verify_password(composed, hash_password(decomposed, SETTINGS), SETTINGS)


def test_letters_beyond_ascii_count() -> None:
    stored = hash_password("пароль-один", SETTINGS)
    assert verify_password("пароль-один", stored, SETTINGS)
    assert not verify_password("пароль-двая", stored, SETTINGS)


HOSTILE = ["", "\0", "pass\0word", "\ud800", "pass\udfffword", "x" * 5_000, "\u0301" * 5_000, "x" * 1_000_000]
SALT_AND_DIGEST = f"${'.' * 22}${'.' * 31}"
STORED = [
    *(None, "", "garbage", "\0", "!", "a" * 10_000, "$2b$12$short", "$bcrypt-sha256$", "$bcrypt-sha256$v=2,t=2b,r=4$"),
    f"$bcrypt-sha256$v=9,t=2b,r=4{SALT_AND_DIGEST}",
    f"$bcrypt-sha256$v=2,t=2b,r=99{SALT_AND_DIGEST}",
    "$2b$04$abcdefghijklmnopqrstuuW839tY81OgYwy4gFNdslinRlf6MvQ8m",  # Plain bcrypt, of another password.
]


@pytest.mark.parametrize("stored", STORED)
@pytest.mark.parametrize("password", [*HOSTILE, PASSWORD])
def test_nothing_is_ever_raised(password: str, stored: str | None) -> None:
    assert not verify_password(password, stored, SETTINGS)


@pytest.mark.parametrize("password", HOSTILE)
def test_nothing_hostile_is_right(password: str) -> None:
    assert not verify_password(password, hash_password(PASSWORD, SETTINGS), SETTINGS)


def test_the_cost_is_the_settings() -> None:
    for rounds in (4, 5):
        settings = SETTINGS.model_copy(update={"bcrypt_rounds": rounds})
        assert f"r={rounds}$" in hash_password(PASSWORD, settings)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """The cost of each bcrypt computation, as it stands in the salt."""
    done: list[bytes] = []
    compute = bcrypt.hashpw

    def note(password: bytes, salt: bytes) -> bytes:
        done.append(salt[:7])
        return compute(password, salt)

    monkeypatch.setattr(bcrypt, "hashpw", note)
    yield done
    monkeypatch.undo()


class TestSignIn:
    @pytest.fixture
    def disabled(self, admin: Person, member: Person) -> Person:
        assert admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"}).status_code == 200
        return member

    def test_failures_look_and_cost_the_same(
        self, visitor: httpx.Client, admin: Person, disabled: Person, work: list[bytes]
    ) -> None:
        answers = []
        for email, password in (
            (admin.email, "wrong password"),
            ("nobody@example.com", "wrong password"),
            ("no address", "wrong password"),
            ("nul\0@example.com", "wrong password"),
            (disabled.email, PASSWORD),
            (disabled.email, "wrong password"),
        ):
            work.clear()
            answer = sign_in(visitor, email, password)
            answers.append((answer.status_code, answer.json(), set(answer.headers), list(work)))
        assert answers == [answers[0]] * len(answers)
        assert answers[0][0] == 400
        assert answers[0][1]["error"] == "invalid_grant"
        assert answers[0][3] == [b"$2b$04$"]

    @pytest.mark.parametrize("stored", ["garbage", "", "$2b$04$short", "$bcrypt-sha256$v=2,t=2b,r=4$"])
    def test_a_broken_hash_in_the_row_is_a_wrong_password(
        self, superuser: Engine, visitor: httpx.Client, admin: Person, stored: str
    ) -> None:
        with superuser.connect() as connection:
            connection.execute(text("UPDATE users SET password_hash = :stored"), {"stored": stored})
        assert sign_in(visitor, admin.email, PASSWORD).json()["error"] == "invalid_grant"
        assert admin.client.get("/v1/users/me").json()["id"] == admin.id

    @pytest.mark.parametrize("password", [password for password in HOSTILE if 0 < len(password) < 100_000])
    def test_a_hostile_password_is_a_wrong_one(self, visitor: httpx.Client, admin: Person, password: str) -> None:
        answer = sign_in(visitor, admin.email, password.encode(errors="replace").decode())
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
        raw = b"grant_type=password&username=%s&password=%%ED%%A0%%80%%00" % admin.email.encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        assert visitor.post("/v1/auth/token", content=raw, headers=headers).json()["error"] == "invalid_grant"
        assert sign_in(visitor, admin.email, PASSWORD).status_code == 200

    def test_the_hash_follows_the_cost_at_the_next_sign_in_only(
        self, superuser: Engine, visitor: httpx.Client, people: People, admin: Person
    ) -> None:
        def stored() -> str:
            with superuser.connect() as connection:
                return str(connection.scalar(text("SELECT password_hash FROM users")))

        first = stored()
        sign_in(visitor, admin.email, PASSWORD)
        assert stored() == first
        with board(bcrypt_rounds=5) as costlier:
            assert sign_in(costlier, admin.email, "wrong password").status_code == 400
            assert stored() == first
            assert sign_in(costlier, admin.email, PASSWORD).status_code == 200
            assert "r=5$" in stored()
            second = stored()
            assert sign_in(costlier, admin.email, PASSWORD).status_code == 200
            assert stored() == second


@pytest.mark.parametrize("password", ["short", "x" * 257, "eight\0chars", ""])
def test_what_is_no_password_at_sign_up(visitor: httpx.Client, password: str) -> None:
    body = {"email": "a@example.com", "name": "A", "password": password}
    problem = assert_problem(visitor.post("/v1/users", json=body), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["#/password"]
