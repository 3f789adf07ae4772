"""A standard OAuth 2.0 client (Authlib), unmodified, against a real server: password grant, refresh, revocation."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from authlib.integrations.requests_client import OAuth2Session, OAuthError

from tests.support.gateway import Handler
from tests.support.people import PASSWORD, Person
from tests.support.server import served

CLIENTS = ["none", "client_secret_post", "client_secret_basic"]


@pytest.fixture(scope="module")
def url(warm_handler: Handler) -> Iterator[str]:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # The server is on this machine, without TLS.
    with served() as url:
        yield url
    del os.environ["AUTHLIB_INSECURE_TRANSPORT"]


def session(url: str, kept: list[dict[str, Any]] | None = None, method: str = "none", **more: Any) -> OAuth2Session:
    """A client that keeps its tokens as its user would: wherever `update_token` puts them."""

    def keep(token: dict[str, Any], **_: Any) -> None:
        if kept is not None:
            kept.append(token)

    endpoint = f"{url}/v1/auth/token"
    return OAuth2Session(
        client_id="any",
        client_secret=None if method == "none" else "any",
        token_endpoint=endpoint,
        token_endpoint_auth_method=method,
        update_token=keep,
        **more,
    )


@pytest.mark.parametrize("method", CLIENTS)
def test_sign_in_and_use(url: str, member: Person, method: str) -> None:
    with session(url, method=method) as client:
        token = client.fetch_token(username=member.email, password=PASSWORD)
        assert (token["token_type"], token["expires_in"]) == ("bearer", 900)
        assert client.get(f"{url}/v1/users/me").json()["id"] == member.id
        post = client.post(f"{url}/v1/posts", json={"title": "Through a standard client"})
        assert post.status_code == 201
        assert client.put(f"{url}/v1/posts/{post.json()['id']}/vote").json()["votes_count"] == 1


def test_it_goes_on_by_itself_when_the_token_expires(url: str, member: Person) -> None:
    kept: list[dict[str, Any]] = []
    with session(url, kept) as client:
        first = dict(client.fetch_token(username=member.email, password=PASSWORD))
        client.token = {**first, "expires_at": 1}
        assert client.get(f"{url}/v1/users/me").json()["id"] == member.id
        [second] = kept
        assert second["refresh_token"] != first["refresh_token"]
        client.token = {**second, "expires_at": 1}
        assert client.get(f"{url}/v1/users/me").json()["id"] == member.id
        assert len(kept) == 2


def test_refresh_when_asked_to(url: str, member: Person) -> None:
    with session(url) as client:
        first = dict(client.fetch_token(username=member.email, password=PASSWORD))
        second = client.refresh_token(f"{url}/v1/auth/token", refresh_token=first["refresh_token"])
        assert second["access_token"] != first["access_token"]
        assert client.get(f"{url}/v1/users/me").status_code == 200


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_revoke(url: str, member: Person, kind: str) -> None:
    with session(url) as client:
        token = dict(client.fetch_token(username=member.email, password=PASSWORD))
        answer = client.revoke_token(f"{url}/v1/auth/revoke", token=token[kind], token_type_hint=kind)
        assert answer.status_code == 200
        assert client.get(f"{url}/v1/users/me").status_code == 401
        with pytest.raises(OAuthError) as refused:
            client.refresh_token(f"{url}/v1/auth/token", refresh_token=token["refresh_token"])
        assert refused.value.error == "invalid_grant"


def test_errors_reach_the_client_as_its_own(url: str, member: Person) -> None:
    with session(url) as client:
        with pytest.raises(OAuthError) as wrong:
            client.fetch_token(username=member.email, password="a wrong password")
        assert (wrong.value.error, wrong.value.description) == (
            "invalid_grant",
            "The e-mail address or the password is wrong.",
        )
        with pytest.raises(OAuthError) as unknown:
            client.fetch_token(grant_type="client_credentials")
        assert unknown.value.error == "unsupported_grant_type"


def test_a_pause_reaches_the_client_as_an_error(url: str, member: Person) -> None:
    with session(url) as client:
        for _ in range(6):
            with pytest.raises(OAuthError):
                client.fetch_token(username=member.email, password="a wrong password")
        with pytest.raises(OAuthError) as paused:
            client.fetch_token(username=member.email, password=PASSWORD)
        assert paused.value.error == "temporarily_unavailable"
