"""What an ID token, and what a provider says of itself, may just be, and what no more: read at a moment that stands
still, on no board."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.oidc.exchanges import said_by
from app.oidc.id_tokens import BadToken, Expected, UnknownKey, read_id_token
from app.oidc.people import Person, person_of
from app.oidc.provider import BadProvider, Provider, read_provider, way_to
from app.settings.config import load_settings
from tests.support.oidc import BOARD, CLIENT, ISSUER
from tests.support.signers import Signer
from tests.support.sso import MISSING

pytestmark = pytest.mark.adversary

NOW = 1_800_000_000
ID = CLIENT["oidc_client_id"]
KEY = Signer("ES256", "now")


def read(now: float = NOW, header: dict[str, Any] | None = None, **other: Any) -> dict[str, Any]:
    claims = {"iss": ISSUER, "aud": ID, "sub": "ada", "iat": NOW, "exp": NOW + 300, "nonce": "n", **other}
    said = {name: value for name, value in claims.items() if value is not MISSING}
    keys = json.dumps({"keys": [KEY.jwk()]})
    return read_id_token(KEY.sign(said, **header or {}), keys, Expected(ISSUER, ID, "n"), now=now)


RIGHT: dict[str, dict[str, Any]] = {
    "the last second, by a clock that is two minutes behind": {"exp": NOW - 119},
    "ten minutes old": {"iat": NOW - 600},
    "a clock that is two minutes ahead": {"iat": NOW + 120, "exp": NOW + 300},
    "good in two minutes": {"nbf": NOW + 120},
    "the beginning of time": {"iat": 0, "exp": 1, "now": 0},
    "the end of time": {"exp": 99_999_999_999},
    "a part of a second": {"exp": NOW + 0.5},
    "one character": {"sub": "u"},
    "255 characters": {"sub": "u" * 255},
    "a list of one": {"aud": [ID]},
    "issued to this client": {"azp": ID},
    "for two, and issued to this one": {"aud": ["another", ID], "azp": ID},
    "more in the header": {"header": {"x5t": "AQAB"}},
}
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "two minutes after its end": ({"exp": NOW - 120}, "has expired"),
    "older than ten minutes": ({"iat": NOW - 601}, "is not of now"),
    "of the future": ({"iat": NOW + 121}, "is not of now"),
    "good in 121 seconds": ({"nbf": NOW + 121}, "is not good yet"),
    "before the beginning of time": ({"iat": -1, "exp": 1, "now": 0}, "has no iat that is a time"),
    "after the end of time": ({"exp": 100_000_000_000}, "has no exp that is a time"),
    "a truth": ({"iat": True, "exp": 1, "now": 0}, "has no iat that is a time"),
    "no time": ({"iat": "now"}, "has no iat that is a time"),
    "another sign-in": ({"nonce": "m"}, "is of another sign-in"),
    "no sign-in that is text": ({"nonce": 7}, "is of another sign-in"),
    "nobody": ({"sub": ""}, "names nobody"),
    "no text": ({"sub": 7}, "names nobody"),
    "256 characters": ({"sub": "u" * 256}, "names nobody"),
    "a line break": ({"sub": "u\n"}, "names nobody"),
    "for two": ({"aud": [ID, "another"]}, "was issued to another"),
    "issued to another": ({"azp": "another"}, "was issued to another"),
    "what would have to be understood": ({"header": {"crit": ["exp"]}}, "header-field"),
    "a key that is named by a number": ({"header": {"kid": 7}}, "header-field"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_just_within(name: str) -> None:
    assert read(**RIGHT[name])["nonce"] == "n"


@pytest.mark.parametrize("name", WRONG)
def test_just_beyond(name: str) -> None:
    given, reason = WRONG[name]
    with pytest.raises(BadToken) as refused:
        read(**given)
    assert reason in refused.value.reason
    assert not isinstance(refused.value, UnknownKey)


def person(userinfo: dict[str, Any] | None = None, *, trusts_email: bool = False, **claims: Any) -> Person:
    return person_of({"iss": ISSUER, "sub": "ada", **claims}, userinfo, trusts_email=trusts_email)


LONG = f"{'a' * 60}@{'b' * 60}.example.com"


@pytest.mark.parametrize(
    ("said", "email"),
    [
        ({"email": LONG, "email_verified": True}, LONG),
        ({"email": LONG, "email_verified": "true"}, LONG),
        ({"email": LONG, "email_verified": False}, None),
        ({"email": LONG, "email_verified": "yes"}, None),
        ({"email": LONG}, None),
        ({"email": LONG, "trusts_email": True}, LONG),
        ({"email": LONG, "email_verified": False, "trusts_email": True}, None),
        ({"email": "nobody", "email_verified": True}, None),
        ({"email": 7, "email_verified": True}, None),
        ({"userinfo": {"sub": "ada", "email": LONG, "email_verified": True}}, LONG),
        ({"userinfo": {"sub": "eve", "email": LONG, "email_verified": True}}, None),
        ({"userinfo": {"sub": "ada", "email": LONG, "email_verified": True}, "email": "a@example.com"}, None),
    ],
)
def test_an_address_that_counts(said: dict[str, Any], email: str | None) -> None:
    assert person(**said).email == email


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"name": "Ada " + "a" * 200}, "Ada " + "a" * 96),
        ({"name": "a\nb"}, None),
        ({"name": 7}, None),
        ({}, None),
        ({"userinfo": {"sub": "ada", "name": "Ada"}}, "Ada"),
        ({"userinfo": {"sub": "ada", "name": "Ada"}, "name": "Grace"}, "Grace"),
    ],
)
def test_a_name(said: dict[str, Any], name: str | None) -> None:
    assert person(**said).name == name


def test_the_longest_token_that_is_looked_at() -> None:
    answered = {"outcome": "answered", "userinfo": None}
    assert said_by({**answered, "id_token": "a" * 16_000}) == {"id_token": "a" * 16_000, "userinfo": None}
    assert said_by({**answered, "id_token": "a" * 16_001}) == {"failed": "unreachable"}


def provider(issuer: str = ISSUER, **other: Any) -> Provider:
    endpoints = {name: f"{ISSUER}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    return read_provider(json.dumps({"issuer": ISSUER, **endpoints, **other}), issuer)


def test_what_a_provider_may_leave_out() -> None:
    shortest = provider()
    assert (shortest.userinfo_endpoint, shortest.sends_issuer, shortest.by_post) == (None, False, False)
    assert provider(userinfo_endpoint=f"{ISSUER}/me").userinfo_endpoint == f"{ISSUER}/me"
    assert provider(authorization_response_iss_parameter_supported=True).sends_issuer
    assert not provider(authorization_response_iss_parameter_supported="true").sends_issuer
    assert provider(token_endpoint_auth_methods_supported=["client_secret_post", 7]).by_post
    assert not provider(token_endpoint_auth_methods_supported="odd", code_challenge_methods_supported="odd").by_post


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("<html>", "is no JSON"),
        ("[" * 60_000, "is no JSON"),
        ("[]", "is no JSON object"),
        ('{"issuer": "https://evil.example.com"}', "has another issuer"),
    ],
)
def test_a_document_that_is_none(document: str, reason: str) -> None:
    with pytest.raises(BadProvider, match=reason):
        read_provider(document, ISSUER)


def test_a_provider_that_takes_no_client_secret() -> None:
    with pytest.raises(BadProvider, match="takes no client secret"):
        provider(token_endpoint_auth_methods_supported=["private_key_jwt"])


@pytest.mark.parametrize("endpoint", [None, 7, "http://id.example.com/token", "javascript:alert(1)"])
def test_an_endpoint_that_can_not_be(endpoint: object) -> None:
    with pytest.raises(BadProvider, match="has a token_endpoint that can't be: it must be"):
        provider(token_endpoint=endpoint)


@pytest.mark.parametrize(("path", "more"), [("/authorize", {}), ("/authorize?tenant=a", {"tenant": ["a"]})])
def test_the_way_to_it(path: str, more: dict[str, list[str]]) -> None:
    settings = load_settings(oidc_issuer=ISSUER, public_url=BOARD, **CLIENT)
    way = way_to(provider(authorization_endpoint=ISSUER + path), settings, state="s", nonce="n", challenge="c")
    asked = parse_qs(urlsplit(way).query, strict_parsing=True)
    assert {name: asked.pop(name, []) for name in more} == more
    assert asked["redirect_uri"] == [f"{BOARD}/sign-in/oidc/callback"]
    assert (asked["state"], asked["scope"]) == (["s"], ["openid email profile"])
