"""A token is what was issued, character by character; and none outlives the session that it belongs to."""

import string
from collections.abc import Callable

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from tests.support.oauth import assert_refused
from tests.support.people import People, Person
from tests.support.problems import assert_problem

BASE64URL = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"


def access_token(person: Person) -> str:
    return person.client.headers["Authorization"].removeprefix("Bearer ")


def get_me(visitor: httpx.Client, authorization: str) -> httpx.Response:
    return visitor.get("/v1/users/me", headers={b"Authorization": authorization.encode("latin-1")})


def refresh(visitor: httpx.Client, token: str) -> httpx.Response:
    return visitor.post("/v1/auth/token", data={"grant_type": "refresh_token", "refresh_token": token})


def spare_bits(part: str) -> list[str]:
    """The other spellings of the same bytes: base64's last character has bits that decoders ignore."""
    value, spare = BASE64URL.index(part[-1]), {2: 4, 3: 2}.get(len(part) % 4, 0)
    return [part[:-1] + BASE64URL[value ^ bits] for bits in range(1, 2**spare)]


def other_spellings(token: str) -> list[str]:
    head, _, last = token.rpartition(".")
    dot = "." if head else ""
    ends = ["=", "==", " ", "  ", "\t", ".", "%3D", "+", "/", "A", "\u00a0", ",", ";", "\n"]
    middles = [token[:9] + junk + token[9:] for junk in ("=", " ", "\t", "*", "\n", "-")]
    return [
        *(token + end for end in ends),
        *(f" {token}", f"={token}", token.upper(), token.swapcase(), token[:-1], token.replace("-", "+"), token * 2),
        *middles,
        *(head + dot + spelling for spelling in spare_bits(last)),
    ]


def test_an_access_token_has_one_spelling(visitor: httpx.Client, member: Person) -> None:
    token = access_token(member)
    assert len(spare_bits(token.rpartition(".")[2])) == 3  # An HMAC of 32 bytes leaves two bits.
    accepted = [
        spelling
        for spelling in other_spellings(token)
        if spelling != token and get_me(visitor, f"Bearer {spelling}".replace("\n", "\r\n ")).status_code != 401
    ]
    assert accepted == []
    assert get_me(visitor, f"bearer {token}").status_code == 200  # A scheme has no case (RFC 9110 §11.1).


def test_every_part_has_one_spelling(visitor: httpx.Client, member: Person) -> None:
    header, claims, signature = access_token(member).split(".")
    others = [(f"{header}=", claims, signature), (header, f"{claims}=", signature), (f"{header} ", claims, signature)]
    for parts in others:
        assert_problem(get_me(visitor, f"Bearer {'.'.join(parts)}"), 401)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_edit_of_a_token_is_another(visitor: httpx.Client, member: Person, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["access", "refresh"]))
    token = access_token(member) if kind == "access" else member.refresh_token
    place = data.draw(st.integers(0, len(token) - 1))
    character = data.draw(st.sampled_from([*BASE64URL, *"=+/ .~", ""]))
    edited = token[:place] + character + token[place + data.draw(st.integers(0, 1)) :]
    if edited == token:
        return
    if kind == "access":
        assert_problem(get_me(visitor, f"Bearer {edited}"), 401)
    else:
        assert_refused(refresh(visitor, edited))


def test_a_refresh_token_has_one_spelling(visitor: httpx.Client, member: Person) -> None:
    for _ in range(2):  # The first one of a session is made in another way than those that follow.
        token = member.refresh_token
        for spelling in other_spellings(token):
            if spelling != token:
                assert_refused(refresh(visitor, spelling))
        member.refresh_token = refresh(visitor, token).json()["refresh_token"]


@pytest.mark.parametrize("spell", [lambda token: token + "=", lambda token: token + " ", lambda token: " " + token])
def test_another_spelling_revokes_nothing(visitor: httpx.Client, member: Person, spell: Callable[[str], str]) -> None:
    for token in (access_token(member), member.refresh_token):
        assert visitor.post("/v1/auth/revoke", data={"token": spell(token)}).status_code == 200
    assert member.client.get("/v1/users/me").status_code == 200


@pytest.mark.parametrize(
    "etag", ['"01-{hash}"', '"1 -{hash}"', '"+1-{hash}"', '"\u0661-{hash}"', '"1-{upper}"', '"1-{hash}']
)
def test_an_etag_has_one_spelling(member: Person, etag: str) -> None:
    url = f"/v1/posts/{member.post_idea()['id']}"
    digest = member.client.get(url).headers["ETag"].strip('"').partition("-")[2]
    spelling = etag.format(hash=digest, upper=digest.upper() + "A").encode()
    answer = member.client.patch(url, json={"title": "Better"}, headers={b"If-Match": spelling})
    assert_problem(answer, 412)


@pytest.mark.parametrize("end", ["=", "==", " ", "A", "%00", "\n"])
def test_a_cursor_has_one_spelling(member: Person, end: str) -> None:
    for number in range(2):
        member.post_idea(f"Idea {number}")
    cursor = member.client.get("/v1/posts", params={"limit": 1}).json()["next"]
    assert member.client.get("/v1/posts", params={"limit": 1, "cursor": cursor}).status_code == 200
    assert_problem(member.client.get("/v1/posts", params={"limit": 1, "cursor": cursor + end}), 400)


def test_an_access_token_ends_with_its_session(visitor: httpx.Client, member: Person, superuser: Engine) -> None:
    with superuser.connect() as connection:
        connection.execute(text("UPDATE sessions SET expires_at = now() - interval '1 s'"))
    for path in ("/v1/users/me", "/v1/posts"):
        assert_problem(member.client.get(path), 401)
    assert_problem(member.client.post("/v1/posts", json={"title": "Too late"}), 401)
    assert_refused(refresh(visitor, member.refresh_token))


def test_an_access_token_says_when_its_session_ends(
    people: People, visitor: httpx.Client, member: Person, superuser: Engine
) -> None:
    with superuser.connect() as connection:
        connection.execute(text("UPDATE sessions SET expires_at = now() + interval '100 s'"))
    answer = refresh(visitor, member.refresh_token).json()
    assert 60 < answer["expires_in"] <= 100
    assert people.sign_in(member.id, member.email).client.get("/v1/users/me").status_code == 200
