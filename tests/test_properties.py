"""Properties that hold for whatever Hypothesis thinks up: of cursors and of tokens."""

import base64
import string

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.people import Person
from tests.support.problems import assert_problem

bounded = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LISTS = ["/v1/posts", "/v1/posts?sort=votes", "/v1/posts?author=1", "/v1/users", "/v1/moderation-log"]
BASE64URL = string.ascii_letters + string.digits + "-_"


def changed(original: str) -> st.SearchStrategy[str]:
    """Texts that differ from the original: by a character, a cut, something put in, two parts the other way round."""
    at = st.integers(0, len(original) - 1)
    piece = st.text(alphabet=BASE64URL + ".=", min_size=1, max_size=8)
    return st.one_of(
        st.builds(lambda i, c: original[:i] + c + original[i + 1 :], at, st.sampled_from(BASE64URL)),
        st.builds(lambda i: original[:i], at),
        st.builds(lambda i: original[i:], at.filter(bool)),
        st.builds(lambda i, more: original[:i] + more + original[i:], at, piece),
        st.builds(lambda i: original[i:] + original[:i], at.filter(bool)),
        st.builds(lambda i: base64.urlsafe_b64encode(original.encode()[i:]).decode(), at),
    ).filter(lambda text: text != original)


@pytest.mark.parametrize("url", LISTS)
@bounded
@given(cursor=st.one_of(st.text(alphabet=BASE64URL, max_size=120), st.text(max_size=60), st.text(min_size=1_000)))
def test_no_text_is_a_cursor(admin: Person, url: str, cursor: str) -> None:
    try:
        answer = admin.client.get(httpx.URL(url).copy_merge_params({"cursor": cursor}))
    except UnicodeEncodeError:
        return  # A lone surrogate, which no client can send.
    assert_problem(answer, 422 if len(cursor) > 1_000 else 400)


@pytest.mark.parametrize("url", LISTS)
@bounded
@given(raw=st.binary(max_size=80))
def test_no_bytes_are_a_cursor(admin: Person, url: str, raw: bytes) -> None:
    """As they stand in the address, each escaped; and as what a cursor's text would stand for."""
    escaped = "".join(f"%{byte:02x}" for byte in raw)
    separator = "&" if "?" in url else "?"
    assert_problem(admin.client.get(f"{url}{separator}cursor={escaped}"), 400)
    encoded = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    assert_problem(admin.client.get(f"{url}{separator}cursor={encoded}"), 400)


@pytest.fixture
def cursor(admin: Person, member: Person) -> str:
    for number in range(2):
        member.post_idea(f"Idea {number}")
    return str(admin.client.get("/v1/posts?limit=1").json()["next"])


@bounded
@given(data=st.data())
def test_a_changed_cursor_is_refused(visitor: httpx.Client, cursor: str, data: st.DataObject) -> None:
    forged = data.draw(changed(cursor))
    assert_problem(visitor.get("/v1/posts", params={"limit": 1, "cursor": forged}), 400)
    answer = visitor.get("/v1/posts", params={"limit": 1, "cursor": cursor})
    assert [post["title"] for post in answer.json()["items"]] == ["Idea 0"]


@pytest.fixture
def token(member: Person) -> str:
    return str(member.client.headers["Authorization"]).removeprefix("Bearer ")


@settings(bounded, max_examples=60)
@given(data=st.data())
def test_a_changed_access_token_is_refused(visitor: httpx.Client, token: str, data: st.DataObject) -> None:
    forged = data.draw(changed(token))
    answer = visitor.get("/v1/users/me", headers={"Authorization": f"Bearer {forged}"})
    assert_problem(answer, 401)
    assert visitor.get("/v1/users/me", headers={"Authorization": f"Bearer {token}"}).json()["name"] == "Member"


@bounded
@given(data=st.data())
def test_a_changed_refresh_token_is_refused(visitor: httpx.Client, member: Person, data: st.DataObject) -> None:
    forged = data.draw(changed(member.refresh_token))
    form = {"grant_type": "refresh_token", "refresh_token": forged}
    answer = visitor.post("/v1/auth/token", data=form)
    assert answer.status_code == 400
    assert answer.json()["error"] in ("invalid_grant", "invalid_request")
    assert member.client.get("/v1/users/me").status_code == 200


@bounded
@given(header=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_no_text_is_an_authorization(visitor: httpx.Client, admin: Person, header: str) -> None:
    assert_problem(visitor.get("/v1/users/me", headers={"Authorization": header}), 401)
