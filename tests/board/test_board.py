"""/v1/board: what admins set comes before what the environment says, for pages and the API."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import board, in_parallel
from tests.support.browsing import Browser
from tests.support.codes import mail_board, mailed_code
from tests.support.people import PASSWORD, Person
from tests.support.problems import assert_problem

SET = {
    "name": "Ideas",
    "intro": "Tell **us**.",
    "accent_color": "#aa0000",
    "languages": ["de", "fr"],
    "default_language": "fr",
    "sign_up": "by_code",
    "approve_first_posts": True,
    "private": False,
}


def change(admin: Person, **changes: object) -> None:
    admin.client.patch("/v1/board", json=changes).raise_for_status()


def test_what_nobody_set_is_as_the_environment_says(handler: object) -> None:
    with board(board_name="Ours", language="german", logo_url="/our.svg", root_path="/feedback") as client:
        assert client.get("/feedback/v1/board").json() == {
            "name": "Ours",
            "private": False,
            "intro": "",
            "accent_color": "#0f766e",
            "logo": "/our.svg",
            "languages": ["en", "de", "fr", "es", "pt", "ja", "ar"],
            "default_language": "de",
            "sign_up": "open",
            "approve_first_posts": False,
        }


def test_each_can_be_set_and_taken_back(admin: Person, visitor: httpx.Client) -> None:
    before = visitor.get("/v1/board").json()
    answer = admin.client.patch("/v1/board", json=SET)
    assert answer.json() == {**before, **SET} == visitor.get("/v1/board").json()
    taken_back = dict.fromkeys(("name", "accent_color", "languages", "default_language", "approve_first_posts"))
    answer = admin.client.patch("/v1/board", json={**taken_back, "intro": "", "sign_up": "open"})
    assert answer.json() == before


def test_each_is_stored_without_what_nobody_sees(admin: Person) -> None:
    sent = {"name": f" {'x' * 60} ", "intro": f"\n{'x' * 2_000}\n", "accent_color": "#AA00FF"}
    stored = {"name": "x" * 60, "intro": "x" * 2_000, "accent_color": "#aa00ff", "languages": ["de", "fr"]}
    answer = admin.client.patch("/v1/board", json={**sent, "languages": ["fr", "de"]})
    assert stored.items() <= answer.json().items()
    assert answer.headers["ETag"].startswith('"2-')


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"name": "\u202eevil"}, "#/name"),
        ({"name": "x" * 61}, "#/name"),
        ({"intro": "x" * 2_001}, "#/intro"),
        ({"intro": None}, "#/intro"),
        ({"accent_color": "red"}, "#/accent_color"),
        ({"accent_color": "#fff"}, "#/accent_color"),
        ({"accent_color": "#0f766e;}body{background:url(//evil)"}, "#/accent_color"),
        ({"accent_color": "#0f766e\n"}, "#/accent_color"),
        ({"languages": []}, "#/languages"),
        ({"languages": ["de", "de"]}, "#/languages"),
        ({"languages": ["tlh"]}, "#/languages/0"),
        ({"languages": ["de"], "default_language": "fr"}, "#/default_language"),
        ({"sign_up": "never"}, "#/sign_up"),
        ({"private": "yes"}, "#/private"),
        ({"logo": "https://evil.example/x.svg"}, "#/logo"),
    ],
)
@pytest.mark.adversary
def test_what_can_not_be(admin: Person, body: dict[str, object], pointer: str) -> None:
    problem = assert_problem(admin.client.patch("/v1/board", json=body), 422)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def test_a_default_that_is_offered_no_more(admin: Person) -> None:
    change(admin, default_language="fr")
    assert_problem(admin.client.patch("/v1/board", json={"languages": ["de"]}), 422)
    change(admin, languages=["de"], default_language="de")
    change(admin, languages=["ja", "fr", "es"], default_language=None)
    assert admin.client.get("/v1/board").json()["default_language"] == "fr", "the first, where it is not the board's"


def test_two_admins_do_not_overwrite_each_other(admin: Person, visitor: httpx.Client) -> None:
    """Also where both make the first change: there is no row before it."""
    etag = admin.client.get("/v1/board").headers["ETag"]

    headers = {**admin.client.headers, "If-Match": etag}

    def rename(client: httpx.Client) -> int:
        return client.patch("/v1/board", json={"name": "Ideas"}, headers=headers).status_code

    assert sorted(in_parallel([rename, rename])) == [200, 412]
    assert rename(visitor) == 412


def test_a_change_is_in_the_log_without_its_texts(admin: Person) -> None:
    change(admin, name="Secret project", private=False, sign_up="closed")
    change(admin, sign_up="closed")  # Changes nothing.
    [entry] = [
        each for each in admin.client.get("/v1/moderation-log").json()["items"] if each["target_type"] == "board"
    ]
    assert (entry["action"], entry["target_id"], entry["actor"]["id"]) == ("board.changed", 1, admin.id)
    assert entry["detail"] == {"fields": ["name", "sign_up"], "sign_up": "closed"}


def test_first_posts_wait_as_the_board_says(admin: Person, member: Person) -> None:
    change(admin, approve_first_posts=True)
    assert member.post_idea()["visibility"] == "pending"
    assert admin.post_idea()["visibility"] == "public"
    with board(approve_first_posts=True) as waiting:
        change(admin, approve_first_posts=False)
        post = waiting.post("/v1/posts", json={"title": "Dark"}, headers=member.client.headers)
        assert post.json()["visibility"] == "public"


@pytest.mark.adversary
def test_a_closed_board_takes_nobody_new(admin: Person, member: Person, superuser: Engine) -> None:
    change(admin, sign_up="closed")
    newcomer = {"email": "new@example.com", "name": "New", "password": PASSWORD}
    with mail_board() as client:
        problem = assert_problem(client.post("/v1/users", json=newcomer), 403)
        assert problem["type"].endswith(":sign-up-closed")
        for email, status in (("new@example.com", 400), (member.email, 200)):
            code_id = client.post("/v1/auth/codes", json={"email": email}).json()["code_id"]
            form = {"grant_type": "urn:heed:params:oauth:grant-type:email-code", "code_id": code_id}
            answer = client.post("/v1/auth/token", data={**form, "code": mailed_code(superuser, email)})
            assert answer.status_code == status, answer.text
        assert answer.json()["access_token"]
        browser = Browser(client)
        assert "This board takes no new members." in browser.open("/sign-in").text
        shown = browser.submit(browser.open("/sign-in"), "/sign-in", email="other@example.com")
        shown = browser.submit(shown, "/sign-in/code", code=mailed_code(superuser, "other@example.com"))
        assert (shown.status, "This board takes no new members." in shown.text) == (403, True)
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM users")) == 2


@pytest.mark.adversary
def test_by_code_alone(admin: Person, superuser: Engine) -> None:
    change(admin, sign_up="by_code")
    newcomer = {"email": "new@example.com", "name": "New", "password": PASSWORD}
    with mail_board() as client:
        problem = assert_problem(client.post("/v1/users", json=newcomer), 403)
        assert problem["type"].endswith(":sign-up-by-code")
        browser = Browser(client)
        assert browser.open("/sign-up").path == "/sign-in"
        shown = browser.submit(browser.open("/sign-in"), "/sign-in", email="new@example.com")
        shown = browser.submit(shown, "/sign-in/code", code=mailed_code(superuser, "new@example.com"))
        assert shown.statuses == [303, 200]
