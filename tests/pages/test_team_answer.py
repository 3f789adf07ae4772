"""The team's answer on the pages: who will be told, a preview, and two who answer at once."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.browsing import Browser, Shown, values_of
from tests.support.people import PASSWORD, People, Person

ANSWER = "/team/posts/1/answer"
OURS = "In **spring**.\n\n<script>alert(1)</script>"


@pytest.fixture
def idea(member: Person) -> int:
    return int(member.post_idea("Dark mode", "Please.")["id"])


@pytest.fixture
def team(mailing: httpx.Client, admin: Person, idea: int) -> Browser:
    """The admin's, on a board that sends mail."""
    browser = Browser(mailing)
    browser.sign_in(admin.email)
    return browser


def answer(browser: Browser, shown: Shown, step: str = "answer", **typed: str) -> Shown:
    return browser.submit(shown, ANSWER, ("step", step), **{"status": "planned", "response": OURS, **typed})


def history(admin: Person) -> list[tuple[str, str | None]]:
    changes = admin.client.get("/v1/posts/1/history").json()["items"]
    return [(change["status"], change["response"]) for change in changes]


def test_an_answer_in_place(team: Browser, admin: Person, superuser: Engine) -> None:
    shown = answer(team, team.open("/posts/1"))
    assert (shown.statuses, shown.path) == ([303, 200], "/posts/1/dark-mode")
    assert "In spring.<script>alert(1)</script>" in shown.text
    assert history(admin) == [("planned", OURS)]
    [entry] = admin.client.get("/v1/moderation-log").json()["items"]
    assert (entry["action"], entry["actor"]["id"], entry["target_id"]) == ("post.status", admin.id, 1)
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM events WHERE type = 'post.status_changed'")) == 1


def test_the_answer_that_there_is_is_changed_not_lost(team: Browser, admin: Person) -> None:
    answer(team, team.open("/posts/1"), response="In spring.")
    for path in (ANSWER, "/posts/1"):
        shown = team.open(path)
        values = values_of(shown.form(ANSWER))
        assert (values["status"], values["response"].strip()) == ("planned", "In spring."), path
    answer(team, shown, status="completed", response="  ")
    assert history(admin) == [("planned", "In spring."), ("completed", None)]


def test_how_many_will_be_told(team: Browser, people: People) -> None:
    for path in ("/posts/1", ANSWER):
        assert "1 person will be told." in team.open(path).text
    others = [people.join() for _ in range(2)]
    for each in others:
        each.vote(1)
    assert "3 people will be told." in team.open(ANSWER).text
    others[0].client.patch("/v1/users/me/notifications", json={"status_changes": "daily"}).raise_for_status()
    assert "3 people will be told. 1 of them in the mail of the day." in team.open(ANSWER).text
    others[0].client.patch("/v1/users/me/notifications", json={"status_changes": "never"}).raise_for_status()
    assert "2 people will be told." in team.open(ANSWER).text


def test_nobody_is_told_where_no_mail_is_written(team: Browser, visitor: httpx.Client, admin: Person) -> None:
    without_mail = Browser(visitor)
    without_mail.sign_in(admin.email)
    assert "Nobody will be told: this board sends no mail." in without_mail.open(ANSWER).text
    admin.client.patch("/v1/posts/1", json={"visibility": "hidden"}).raise_for_status()
    assert "Nobody will be told: not everybody sees this idea." in team.open(ANSWER).text


def test_a_preview_changes_nothing(team: Browser, admin: Person) -> None:
    shown = answer(team, team.open("/posts/1"), step="preview")
    assert (shown.status, "1 person will be told." in shown.text) == (200, True)
    [preview] = [each for each in shown.content.iter("strong") if each.text == "spring"]
    assert preview is not None
    assert values_of(shown.form(ANSWER))["response"].strip() == OURS
    assert history(admin) == []
    assert answer(team, shown).statuses == [303, 200]


@pytest.mark.adversary
def test_of_two_who_answer_at_once_the_second_sees_both(team: Browser, admin: Person) -> None:
    shown = team.open("/posts/1")
    theirs = {"status": "declined", "response": "Never."}
    admin.client.put("/v1/posts/1/status", json=theirs).raise_for_status()
    shown = answer(team, shown)
    assert shown.status == 412
    assert "Declined" in shown.text
    assert "Never." in shown.text
    values = values_of(shown.form(ANSWER))
    assert (values["status"], values["response"].strip()) == ("planned", OURS)
    assert history(admin) == [("declined", "Never.")]
    assert answer(team, shown).statuses == [303, 200]
    assert history(admin)[1:] == [("planned", OURS)]


@pytest.mark.adversary
def test_a_preview_hides_no_other_answer(team: Browser, admin: Person) -> None:
    """It comes with the new version, so it also shows what is there by now."""
    shown = team.open("/posts/1")
    admin.client.put("/v1/posts/1/status", json={"status": "declined", "response": "Never."}).raise_for_status()
    assert "Never." in answer(team, shown, step="preview").text


@pytest.mark.adversary
def test_sent_twice_it_is_one_answer(team: Browser, admin: Person) -> None:
    shown = team.open("/posts/1")
    assert [answer(team, shown).statuses for _ in range(2)] == [[303, 200]] * 2
    assert history(admin) == [("planned", OURS)]


def test_what_cant_be_comes_again(team: Browser, admin: Person) -> None:
    for field, value in (("status", "nonsense"), ("response", "ü" * 10_001)):
        typed = {"version": "1", "status": "planned", "response": OURS, field: value}
        shown = team.send(ANSWER, typed)
        assert (shown.status, bool(shown.described(field))) == (422, True)
        assert values_of(shown.form(ANSWER))["response"].strip() == typed["response"]
    assert history(admin) == []


def test_who_has_to_sign_in_again_loses_nothing(browser: Browser, admin: Person, idea: int) -> None:
    shown = browser.send(ANSWER, {"version": "1", "status": "planned", "response": OURS, "step": "answer"})
    assert shown.status == 401
    shown = browser.submit(shown, "/sign-in/password", email=admin.email, password=PASSWORD)
    assert shown.statuses == [307, 303, 200]
    assert history(admin) == [("planned", OURS)]


@pytest.mark.adversary
def test_who_is_of_the_team_no_more_keeps_the_text(signed_in: Browser, idea: int) -> None:
    shown = signed_in.send(ANSWER, {"version": "1", "status": "planned", "response": OURS, "step": "answer"})
    assert shown.status == 403
    assert [each for each in shown.content.iter("pre") if (each.text or "").strip() == OURS]


@pytest.mark.adversary
def test_nobody_else_sees_the_teams_side(signed_in: Browser, browser: Browser, idea: int) -> None:
    for each in (signed_in, browser):
        shown = each.open("/posts/1")
        assert "/team/" not in shown.answer.text
        assert "For the team" not in shown.text
