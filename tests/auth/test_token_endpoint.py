"""POST /v1/auth/token: forms, and the password grant."""

from urllib.parse import urlencode

import httpx
import pytest

from tests.support.oauth import assert_refused
from tests.support.people import PASSWORD, People, Person

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
    assert visitor.post("/v1/auth/token", data=form | {"username": f"{email:320}"}).status_code == 200
    assert_refused(visitor.post("/v1/auth/token", data=form | {"username": f"{email:321}"}))


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


@pytest.mark.parametrize(
    ("path", "name"),
    [
        *(("/v1/auth/token", name) for name in ("grant_type", "username", "password", "refresh_token")),
        ("/v1/auth/revoke", "token"),
    ],
)
@pytest.mark.parametrize("again", ["the same", "empty", "escaped"])
def test_a_field_that_is_there_twice(visitor: httpx.Client, admin: Person, path: str, name: str, again: str) -> None:
    """Whichever of the two another reader on the way would have taken; and the session stays."""
    form = {"grant_type": "password", "username": admin.email, "password": PASSWORD}
    if name in ("token", "refresh_token"):
        form = {"grant_type": "refresh_token", name: admin.refresh_token}
    twice = {
        "the same": urlencode({name: form[name]}),
        "empty": f"{name}=",
        "escaped": f"%{ord(name[0]):x}{name[1:]}=x",
    }
    answer = visitor.post(path, content=f"{twice[again]}&{urlencode(form)}", headers=FORM)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert name in answer.json()["error_description"]
    assert admin.client.get("/v1/users/me").status_code == 200


def test_an_unknown_field_may_be_there_twice(visitor: httpx.Client, admin: Person) -> None:
    form = urlencode({"grant_type": "password", "username": admin.email, "password": PASSWORD})
    assert visitor.post("/v1/auth/token", content=f"resource=a&resource=b&{form}", headers=FORM).status_code == 200


KINDS = [
    *("multipart/form-data; boundary=x", "multipart/form-data; boundary=x; charset=punycode", "text/plain", "*/*"),
    *("application/json", "application/x-www-form-urlencoded; charset=punycode", "application/x-www-form-urlencodedx"),
    *("application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=idna"),
    *("application/x-www-form-urlencoded, multipart/form-data; boundary=x", "x-www-form-urlencoded", "", "a" * 10_000),
]


@pytest.mark.parametrize("path", ["/v1/auth/token", "/v1/auth/revoke"])
@pytest.mark.parametrize("kind", [*KINDS, None])
def test_a_form_of_another_kind_is_not_read(visitor: httpx.Client, admin: Person, path: str, kind: str | None) -> None:
    """RFC 6749 appendix B. What FastAPI would take in its place decodes each field as the field itself says."""
    form = {"grant_type": "password", "username": admin.email, "password": PASSWORD, "token": admin.refresh_token}
    body = visitor.build_request("POST", path, data=form).content
    answer = visitor.post(path, content=body, headers={} if kind is None else {"Content-Type": kind})
    assert_refused(answer, "invalid_request")
    assert "application/x-www-form-urlencoded" in answer.json()["error_description"]
    assert admin.client.get("/v1/users/me").status_code == 200


FORM_TYPE = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("end", ["", ";", " ; ", "; charset=UTF-8", ';charset="utf-8"'])
@pytest.mark.parametrize("kind", [FORM_TYPE, FORM_TYPE.upper()])
def test_other_ways_to_say_form(visitor: httpx.Client, admin: Person, kind: str, end: str) -> None:
    form = {"grant_type": "password", "username": admin.email, "password": PASSWORD}
    body = visitor.build_request("POST", "/v1/auth/token", data=form).content
    assert visitor.post("/v1/auth/token", content=body, headers={"Content-Type": kind + end}).status_code == 200


@pytest.mark.parametrize("fields", [21, 1_000, 10_000])
def test_a_form_of_many_fields(visitor: httpx.Client, admin: Person, fields: int) -> None:
    form = {"grant_type": "password", "username": admin.email, "password": PASSWORD}
    more = {f"field-{number}": "1" for number in range(fields - 3)}
    assert_refused(visitor.post("/v1/auth/token", data=form | more), "invalid_request")
    few = {name: more[name] for name in list(more)[:17]}
    assert visitor.post("/v1/auth/token", data=form | few).status_code == 200


@pytest.mark.parametrize("end", ["x", " ", "\u0300", "x" * 10_000, "x" * 100_000])
def test_what_is_cut_is_never_right(visitor: httpx.Client, people: People, end: str) -> None:
    """The longest password there is, of characters that take the most bytes; and more of it."""
    longest = "\U0001f600" * 256
    answer = visitor.post("/v1/users", json={"email": "ada@example.com", "name": "Ada", "password": longest})
    assert answer.status_code == 201
    people.sign_in(answer.json()["id"], "ada@example.com", longest)
    form = {"grant_type": "password", "username": "ada@example.com", "password": longest + end}
    assert_refused(visitor.post("/v1/auth/token", data=form))
    form = {"grant_type": "password", "username": "ada@example.com" + "x" * 100_000, "password": longest}
    assert_refused(visitor.post("/v1/auth/token", data=form))


def test_a_password_that_comes_decomposed(visitor: httpx.Client, people: People) -> None:
    """Four characters for one, as some keyboards send it."""
    composed, decomposed = "\u1f82" * 256, "\u03b1\u0313\u0300\u0345" * 256
    answer = visitor.post("/v1/users", json={"email": "ada@example.com", "name": "Ada", "password": composed})
    people.sign_in(answer.json()["id"], "ada@example.com", decomposed)
