"""POST /v1/auth/token: forms, and the password grant."""

import httpx
import pytest

from tests.support.oauth import assert_refused
from tests.support.people import PASSWORD, Person

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_signing_in(visitor: httpx.Client, admin: Person) -> None:
    form = {"grant_type": "password", "username": admin.email, "password": PASSWORD, "scope": "", "client_id": "x"}
    answer = visitor.post("/v1/auth/token", data=form)
    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("bearer", 900)
    assert answer.headers["Cache-Control"] == "no-store"
    me = visitor.get("/v1/users/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
    assert me.json()["email"] == admin.email


@pytest.mark.parametrize("email", ["ADMIN@example.com", "  admin@Example.COM ", "admin@example.com"])
def test_an_address_has_no_case(visitor: httpx.Client, admin: Person, email: str) -> None:
    form = {"grant_type": "password", "username": email, "password": PASSWORD}
    assert visitor.post("/v1/auth/token", data=form).status_code == 200


FORMS: list[tuple[dict[str, str], str]] = [
    ({}, "invalid_request"),
    ({"grant_type": ""}, "invalid_request"),
    ({"grant_type": "password"}, "invalid_request"),
    ({"grant_type": "password", "username": "admin@example.com"}, "invalid_request"),
    ({"grant_type": "password", "username": "admin@example.com", "password": ""}, "invalid_request"),
    ({"grant_type": "refresh_token"}, "invalid_request"),
    ({"grant_type": "refresh_token", "refresh_token": ""}, "invalid_request"),
    ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
    ({"grant_type": "PASSWORD", "username": "admin@example.com", "password": PASSWORD}, "unsupported_grant_type"),
    ({"grant_type": "password", "username": "admin@example.com", "password": "wrong"}, "invalid_grant"),
    ({"grant_type": "password", "username": "' OR 1=1--", "password": PASSWORD}, "invalid_grant"),
]


@pytest.mark.parametrize(("form", "error"), FORMS)
def test_refusals(visitor: httpx.Client, admin: Person, form: dict[str, str], error: str) -> None:
    assert_refused(visitor.post("/v1/auth/token", data=form), error)
    assert admin.client.get("/v1/users/me").json()["id"] == admin.id


BODIES: dict[str, tuple[bytes, dict[str, str]]] = {
    "JSON": (b'{"grant_type": "password"}', {"Content-Type": "application/json"}),
    "no type": (b"grant_type=password", {}),
    "nothing": (b"", FORM),
    "not UTF-8": (b"grant_type=password&username=\xff\xfe&password=\xed\xa0\x80", FORM),
    "broken escapes": (b"grant_type=password&username=%ZZ&password=%", FORM),
    "10,000 fields": (b"&".join(b"f%d=1" % number for number in range(10_000)), FORM),
    "repeated": (b"grant_type=password&grant_type=refresh_token&username=a&password=b", FORM),
    "cut multipart": (
        b"--x\r\nContent-Disposition: form-data; name=",
        {"Content-Type": "multipart/form-data; boundary=x"},
    ),
    "multipart without boundary": (b"x", {"Content-Type": "multipart/form-data"}),
    "a file for a field": (
        b'--x\r\nContent-Disposition: form-data; name="grant_type"; filename="a"\r\n\r\npassword\r\n--x--\r\n',
        {"Content-Type": "multipart/form-data; boundary=x"},
    ),
}


@pytest.mark.parametrize(("body", "headers"), BODIES.values(), ids=BODIES)
def test_odd_forms(visitor: httpx.Client, admin: Person, body: bytes, headers: dict[str, str]) -> None:
    answer = visitor.post("/v1/auth/token", content=body, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert admin.client.get("/v1/users/me").json()["id"] == admin.id
