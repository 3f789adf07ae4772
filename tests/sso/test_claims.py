"""Tokens that are signed as they should be, of claims that are not exactly right: each is refused with the line that
says why, and the next right one gets its own account."""

import json
import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import pytest

from app.http.fields import MAX_ID
from tests.support.boards import BASE_URL
from tests.support.people import Person
from tests.support.sso import (
    HS256,
    ISSUER,
    MISSING,
    account_of,
    assert_serves,
    claims,
    exchange,
    refusal,
    sign,
    sso_board,
)

pytestmark = pytest.mark.adversary

NOW = int(time.time())
YEAR = 31_536_000
REQUIRED = ("iss", "sub", "aud", "exp", "iat", "jti", "email", "name")
Cases = dict[str, tuple[dict[str, Any], str]]


@pytest.fixture(scope="module")
def warm_board() -> Iterator[httpx.Client]:
    with sso_board() as client:
        yield client


@pytest.fixture
def client(admin: Person, warm_board: httpx.Client) -> Iterator[httpx.Client]:
    yield warm_board
    assert_serves(warm_board)


def each(names: Sequence[str], values: Sequence[Any]) -> Cases:
    """Each of the claims with each of these values, which none of them may have."""
    return {
        f"{name} is {value!r}"[:60].replace(str(NOW), "now"): ({name: value}, f"{name} is not right: it is ")
        for name in names
        for value in values
    }


WHAT: Cases = {
    # Whether each is there, and of its one type.
    **{f"no {name}": ({name: MISSING}, f"{name} is missing: it is ") for name in REQUIRED},
    **each(("iss", "sub", "aud", "jti", "email", "name"), (None, 7, True, ["x"], {}, "")),
    **each(("exp", "iat", "nbf"), (None, str(NOW), NOW + 0.5, float(NOW), True, [NOW], -1, -NOW, MAX_ID, 10**400, {})),
    **each(("email_verified",), (None, "true", 1, "yes", [True])),
    **each(("locale",), (7, ["de"], "d" * 40)),
    # For whom, and by whom.
    "aud of another": ({"aud": "https://other.example.com"}, f"aud is not this board: it has to be exactly {BASE_URL}"),
    "aud with a slash": ({"aud": f"{BASE_URL}/"}, "aud is not this board"),
    "aud over http": ({"aud": "http://board.example.com"}, "aud is not this board"),
    "aud that begins alike": ({"aud": f"{BASE_URL}.evil.example"}, "aud is not this board"),
    "aud in a list": ({"aud": [BASE_URL]}, "aud is not right"),
    "aud of the API's own tokens": ({"aud": "heed"}, "aud is not this board"),
    "iss of another": ({"iss": "https://evil.example.com"}, "iss is not the SSO_ISSUER"),
    "iss with a slash": ({"iss": f"{ISSUER}/"}, "iss is not the SSO_ISSUER"),
    "iss in capitals": ({"iss": ISSUER.upper()}, "iss is not the SSO_ISSUER"),
    # When.
    "expired": ({"exp": NOW - 1, "iat": NOW - 100}, "The token expired "),
    "expires now": ({"exp": NOW, "iat": NOW - 100}, "The token expired "),
    "expires in a year": ({"exp": NOW + YEAR}, "The token lives too long"),
    "expires in 20 minutes, by two clocks": ({"exp": NOW + 1_200, "iat": NOW + 620}, "The token is of the future"),
    "lives 1 s too long": ({"iat": NOW, "exp": NOW + 601}, "The token lives too long"),
    "of yesterday, until soon": ({"iat": NOW - 86_400}, "The token lives too long"),
    "of the future": ({"iat": NOW + 300, "exp": NOW + 600}, "The token is of the future"),
    "not yet": ({"nbf": NOW + 300}, "The token is of the future"),
    # Text.
    "a name with NUL": ({"name": "Gr\0ce"}, "name is not right"),
    "a name with a lone surrogate": ({"name": "Gr\ud800ce"}, "name is not right"),
    "a name that runs backwards": ({"name": "Grace \u202egnp.exe"}, "name is not right"),
    "a name of nothing that is seen": ({"name": "\u200b\u3164"}, "name is not right"),
    "a name of two lines": ({"name": "Grace\nAdmin"}, "name is not right"),
    "a name of 101 characters": ({"name": "G" * 101}, "name is not right"),
    "sub with NUL": ({"sub": "user\0-7"}, "sub is not right"),
    "sub with a lone surrogate": ({"sub": "user-\udfff"}, "sub is not right"),
    "sub of 256 characters": ({"sub": "u" * 256}, "sub is not right"),
    "jti with a line break": ({"jti": "a\nb"}, "jti is not right"),
    "jti of 256 characters": ({"jti": "j" * 256}, "jti is not right"),
    **each(("email",), (
        *("grace", "grace@", "@example.com", "grace@example", "Grace <g@example.com>", "a@example.com,b@example.com"),
        *("grace@exam\0ple.com", "gr\u00e4ce@example.com", "grace\u202e@example.com", "gr\ud800@example.com"),
        *("\u0131@example.com", "x" * 300 + "@example.com", "grace@" + "a." * 200 + "com"),
    )),
}  # fmt: skip


def of_now(value: Any) -> Any:
    """The same, from now on rather than from when this file was read."""
    return value + int(time.time()) - NOW if type(value) is int and abs(value - NOW) <= YEAR else value


@pytest.mark.parametrize("name", WHAT)
def test_claims(client: httpx.Client, name: str) -> None:
    other, line = WHAT[name]
    other = {claim: of_now(value) for claim, value in other.items()}
    description = refusal(exchange(client, sign(claims(**other))))
    assert description.startswith(line)
    # The characters that RFC 6749 §5.2 has for a description. And nothing of the token is in it.
    assert all("\x20" <= character <= "\x7e" and character not in '"\\' for character in description)
    assert not any(str(value) in description for value in other.values() if isinstance(value, str) and len(value) > 7)


BODIES = {
    "a name twice": json.dumps(claims()).encode()[:-1] + b',"sub":"admin"}',
    "sub twice, escaped": json.dumps(claims()).encode()[:-1] + b',"s\\u0075b":"admin"}',
    "a name twice inside": json.dumps(claims()).encode()[:-1] + b',"more":{"a":1,"a":2}}',
    "a list": [claims()],
    "text": "sub",
    "null": None,
    "not JSON": b"sub=7",
    "empty": b"",
    "Infinity": json.dumps(claims()).encode()[:-1] + b',"more":Infinity}',
    "invalid UTF-8": json.dumps(claims()).encode()[:-1] + b',"more":"\xff"}',
    "UTF-8 with a mark": b"\xef\xbb\xbf" + json.dumps(claims()).encode(),
    "deep": json.dumps(claims()).encode()[:-1] + b',"more":' + b"[" * 2_500 + b"]" * 2_500 + b"}",
    "a token in the token": sign(claims()).encode(),
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies(client: httpx.Client, name: str) -> None:
    assert refusal(exchange(client, sign(BODIES[name]))).startswith("The claims of the token are not a JSON object")


@pytest.mark.parametrize(("opened", "status"), [(500, 200), (501, 400)])
def test_how_deep_a_body_can_be(client: httpx.Client, opened: int, status: int) -> None:
    body = json.dumps(claims()).encode()[:-1]
    more = opened - body.count(b"{") - body.count(b"[")
    assert exchange(client, sign(body + b',"more":' + b"[" * more + b"]" * more + b"}")).status_code == status


def test_what_is_right(client: httpx.Client) -> None:
    """Less common ways: a clock that is ahead, one second left, no `typ`, claims that nobody reads."""
    now = int(time.time())
    for header in ({"alg": "HS256"}, HS256 | {"typ": "jwt"}, HS256 | {"kid": "2026"}):
        assert exchange(client, sign(claims(), header)).status_code == 200
    for other in (
        {"iat": now + 50, "exp": now + 650},
        {"exp": now + 2},
        {"nbf": now},
        {"picture": "https://example.com/grace.png", "roles": ["admin"], "role": "admin"},
        {"locale": "tlh"},
        {"locale": "de;q=0, *"},
    ):
        account = account_of(client, sign(claims(**other)))
        assert (account["role"], account["language"]) == ("member", None)


def test_one_address_however_it_is_written(client: httpx.Client) -> None:
    first = account_of(client, sign(claims(email="Ada@EXÄMPLE.com.", sub="ada")))
    assert first["email"] == "ada@xn--exmple-cua.com"
    for same in (
        "ada@exämple.com",
        "ADA@xn--exmple-cua.com",
        "ada@exa\u0308mple.com",
        "ada@ｅｘämple.com",
        "ada@exämple.com\u200b",
    ):
        line = refusal(exchange(client, sign(claims(email=same, sub="somebody-else"))))
        assert line.startswith("The address belongs to an account")
