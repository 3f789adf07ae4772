"""Tokens of single sign-on that are not exactly right: each is refused with the line that says why, and the next right
one gets its own account."""

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from app.http.fields import MAX_ID
from app.sso.jws import MAX_LENGTH
from tests.support.boards import BASE_URL
from tests.support.forged_tokens import b64
from tests.support.people import Person
from tests.support.sso import (
    HS256,
    ISSUER,
    MISSING,
    OTHER_SECRET,
    SECRET,
    account_of,
    claims,
    exchange,
    refusal,
    sign,
    sso_board,
)

pytestmark = pytest.mark.adversary

NOW = int(time.time())
YEAR = 31_536_000


@pytest.fixture(scope="module")
def board_client() -> Iterator[httpx.Client]:
    with sso_board() as client:
        yield client


@pytest.fixture
def client(admin: Person, board_client: httpx.Client) -> Iterator[httpx.Client]:
    """After what was refused, somebody else's right token opens their own account, on the same warm process."""
    yield board_client
    canary = claims(sub="canary", email="canary@example.com", name="Canary")
    assert account_of(board_client, sign(canary))["name"] == "Canary"


HEADERS: dict[str, tuple[Any, str]] = {
    **{f"alg {alg!r}": (HS256 | {"alg": alg}, "alg of the header") for alg in (
        "none", "nOnE", "", "HS384", "HS512", "hs256", "RS256", "ES256", "PS256", "HS256,none", 256, None, True, ["HS256"], {},
    )},
    "no alg": ({"typ": "JWT"}, "alg of the header"),
    **{f"typ {typ!r}": (HS256 | {"typ": typ}, "typ of the header") for typ in ("at+jwt", "JOSE", "", None, 7, ["JWT"])},
    "jku": (HS256 | {"jku": "https://evil.example.com/keys"}, "The header has more"),
    "x5u": (HS256 | {"x5u": "https://evil.example.com/cert"}, "The header has more"),
    "x5c": (HS256 | {"x5c": ["MIIB"]}, "The header has more"),
    "jwk": (HS256 | {"jwk": {"kty": "oct", "k": b64(b"attacker")}}, "The header has more"),
    "crit": (HS256 | {"crit": ["exp"]}, "The header has more"),
    "b64": (HS256 | {"b64": False, "crit": ["b64"]}, "The header has more"),
    "zip": (HS256 | {"zip": "DEF"}, "The header has more"),
    "cty, of a nested token": (HS256 | {"cty": "JWT"}, "The header has more"),
    "enc": (HS256 | {"enc": "A256GCM"}, "The header has more"),
    **{f"kid {kid!r}"[:40]: (HS256 | {"kid": kid}, "kid of the header") for kid in (7, None, "", ["1"], "k" * 300)},
    "alg twice": (b'{"alg":"none","alg":"HS256"}', "The header of the token is not"),
    "list": ([HS256], "The header of the token is not"),
    "text": ("HS256", "The header of the token is not"),
    "null": (None, "The header of the token is not"),
    "not JSON": (b"HS256", "The header of the token is not"),
    "empty": (b"", "The header of the token is not"),
    "NaN": (b'{"alg":NaN}', "The header of the token is not"),
    "invalid UTF-8": (b'{"alg":"HS256","typ":"\xff"}', "The header of the token is not"),
    "UTF-16": (json.dumps(HS256).encode("utf-16"), "The header of the token is not"),
    "a number of 5,000 digits": (b'{"alg":' + b"9" * 5_000 + b"}", "The header of the token is not"),
    "nested 5,000 deep": (b"[" * 2_500 + b"]" * 2_500, "The header of the token is not"),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_headers(client: httpx.Client, name: str) -> None:
    header, line = HEADERS[name]
    assert refusal(exchange(client, sign(claims(), header))).startswith(line)


def test_a_key_id_opens_no_file(client: httpx.Client) -> None:
    """Where both sides have a secret, `kid` chooses nothing: neither a file that everybody knows nor an empty key."""
    for kid in ("../../../../dev/null", "/proc/sys/kernel/ostype", "' UNION SELECT ''", "https://evil.example.com"):
        for key in ("", "Linux\n", kid):
            assert refusal(exchange(client, sign(claims(), HS256 | {"kid": kid}, key))).startswith("The signature")


@pytest.mark.parametrize("secret", [OTHER_SECRET, SECRET[:-1], f"{SECRET} ", "", ISSUER])
def test_another_secret(client: httpx.Client, secret: str) -> None:
    assert refusal(exchange(client, sign(claims(), secret=secret))).startswith("The signature is wrong")


def test_a_public_key_as_the_secret(client: httpx.Client) -> None:
    key = rsa.generate_private_key(65_537, 2_048).public_key()
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    assert refusal(exchange(client, sign(claims(), secret=pem))).startswith("The signature is wrong")


def parts() -> tuple[str, str, str]:
    header, payload, signature = sign(claims()).split(".")
    return header, payload, signature


def last_bits(part: str) -> str:
    """Other spare bits in the last character, which most decoders ignore: 32 bytes leave two."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return part[:-1] + alphabet[alphabet.index(part[-1]) ^ 1]


SHAPES = {
    "empty": (lambda h, p, s: "", "This is no signed JWT"),
    "a word": (lambda h, p, s: "token", "This is no signed JWT"),
    "no signature": (lambda h, p, s: f"{h}.{p}", "This is no signed JWT"),
    "an empty signature": (lambda h, p, s: f"{h}.{p}.", "The signature is wrong"),
    "five parts, encrypted": (lambda h, p, s: f"{h}.{p}.{s}.{p}.{s}", "This is no signed JWT"),
    "padding": (lambda h, p, s: f"{h}.{p}.{s}=", "A part of the token is not base64url"),
    "spare bits": (lambda h, p, s: f"{h}.{p}.{last_bits(s)}", "A part of the token is not base64url"),
    "plain base64": (lambda h, p, s: f"{h}.{p}.{s[:-3]}+/{s[-1]}", "A part of the token is not base64url"),
    "a line break": (lambda h, p, s: f"{h}.{p}.{s[:20]}\n{s[20:]}", "A part of the token is not base64url"),
    "a blank before": (lambda h, p, s: f" {h}.{p}.{s}", "A part of the token is not base64url"),
    "quotes": (lambda h, p, s: f'"{h}.{p}.{s}"', "A part of the token is not base64url"),
    "letters of another script": (lambda h, p, s: f"{h}.{p}.{s[:-1]}é", "A part of the token is not base64url"),
    "claims of another token": (lambda h, p, s: f"{h}.{parts()[1]}.{s}", "The signature is wrong"),
    "cut": (lambda h, p, s: f"{h}.{p}.{s[:-4]}", "The signature is wrong"),
    "10 KB": (lambda h, p, s: f"{h}.{p}.{s}" + "A" * 10_000, "The token is longer"),
    "200 KB": (lambda h, p, s: f"{h}.{p}.{s}" + "A" * 200_000, "The token is longer"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(client: httpx.Client, name: str) -> None:
    shape, line = SHAPES[name]
    assert refusal(exchange(client, shape(*parts()))).startswith(line)


def test_a_megabyte(client: httpx.Client) -> None:
    assert exchange(client, "A" * 1_000_000).status_code == 413


def test_a_right_one_of_the_largest_size(client: httpx.Client) -> None:
    token = sign(claims(more="x" * 5_500))
    assert 7_500 < len(token) < MAX_LENGTH
    assert exchange(client, token).status_code == 200


WHAT: dict[str, tuple[dict[str, Any], str]] = {
    # Whether each is there, and of its one type.
    **{f"no {name}": ({name: MISSING}, f"{name} is missing: it is ") for name in
       ("iss", "sub", "aud", "exp", "iat", "jti", "email", "name")},
    **{f"{name} is {value!r}": ({name: value}, f"{name} is not right: it is ") for name in
       ("iss", "sub", "aud", "jti", "email", "name") for value in (None, 7, True, ["x"], {}, "")},
    **{f"{name} is {value!r}": ({name: value}, f"{name} is not right: it is ") for name in ("exp", "iat", "nbf") for value in
       (None, str(NOW), NOW + 0.5, float(NOW), True, [NOW], -1, -NOW, MAX_ID, 10**400, "soon", {})},
    **{f"email_verified is {value!r}": ({"email_verified": value}, "email_verified is not right") for value in
       (None, "true", 1, "yes", [True])},
    **{f"locale is {value!r}"[:40]: ({"locale": value}, "locale is not right") for value in (7, ["de"], "d" * 40)},
    # For whom, and by whom.
    "aud of another board": ({"aud": "https://other.example.com"}, f"aud is not this board: it has to be exactly {BASE_URL}"),
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
    **{f"email {value!r}"[:50]: ({"email": value}, "email is not right") for value in (
        "grace", "grace@", "@example.com", "grace@example", "Grace <grace@example.com>", "a@example.com,b@example.com",
        "grace@example.com\n", "grace@exam\0ple.com", "gr\u00e4ce@example.com", "grace\u202e@example.com", "gr\ud800@example.com",
        "grace@example.com\u200b", "\u0131@example.com", "x" * 300 + "@example.com", "grace@" + "a." * 200 + "com",
    ) if value != "grace@example.com\n"},
}  # fmt: skip


@pytest.mark.parametrize("name", WHAT)
def test_claims(client: httpx.Client, name: str) -> None:
    other, line = WHAT[name]
    description = refusal(exchange(client, sign(claims(**other))))
    assert description.startswith(line)
    # RFC 6749 §5.2: the characters that a description may have. And nothing of the token is in it.
    assert all(
        character in "\x20\x21" or ("\x23" <= character <= "\x7e" and character != "\\") for character in description
    )
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


def test_what_is_right(client: httpx.Client) -> None:
    """Less common ways that are as right: a clock that is ahead, one second left, no `typ`, claims that nobody reads."""
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
    for same in ("ada@exämple.com", "ADA@xn--exmple-cua.com", "ada@exa\u0308mple.com", "ada@ｅｘämple.com"):
        line = refusal(exchange(client, sign(claims(email=same, sub="somebody-else"))))
        assert line.startswith("The address belongs to an account")


def test_the_boards_own_tokens_are_no_assertions(client: httpx.Client, admin: Person) -> None:
    own = admin.client.headers["Authorization"].split()[1]
    assert refusal(exchange(client, own)).startswith("typ of the header")


def test_an_assertion_is_no_access_token(client: httpx.Client) -> None:
    answer = client.get("/v1/users/me", headers={"Authorization": f"Bearer {sign(claims())}"})
    assert answer.status_code == 401


def test_no_line_of_the_log_has_the_token(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    wrong, right = sign(claims(sub="secret-sub", exp=NOW - 1)), sign(claims(sub="secret-sub"))
    with caplog.at_level("DEBUG"):
        exchange(client, wrong)
        exchange(client, right)
    assert [record.getMessage() for record in caplog.records if record.name == "heed.security"] == [
        "sso_refused", "signed_in_by_sso",
    ]  # fmt: skip
    said = "".join(str(vars(record)) for record in caplog.records)
    for secret in (wrong, right, right.split(".")[1], "secret-sub", base64.b64encode(SECRET.encode()).decode(), SECRET):
        assert secret not in said
