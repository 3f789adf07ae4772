"""The changelog as people read it, and as the team writes it without a script."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.support.browsing import Browser
from tests.support.changelog import change_entry, write_entry
from tests.support.people import Person

NEW = "/changelog/new"


@pytest.fixture
def editor(browser: Browser, admin: Person) -> Browser:
    browser.sign_in(admin.email)
    return browser


def test_people_read_what_is_published(browser: Browser, admin: Person, member: Person) -> None:
    assert "Nothing here yet" in browser.open("/changelog").text
    post_id = member.post_idea("Dark mode")["id"]
    write_entry(admin, "Not yet")
    entry = write_entry(admin, "Version 2", "With **much** in it.", posts=[post_id], published_at="now")
    shown = browser.open("/changelog")
    assert [each in shown.text for each in ("Version 2", "Dark mode", "Not yet")] == [True, True, False]
    assert "Not yet" not in browser.open("/changelog?state=draft").text
    assert [each.text for each in shown.content.iter("strong")] == ["much"]
    page = browser.open(f"/changelog/{entry['id']}")
    assert (page.statuses, page.path, page.heading) == ([301, 200], f"/changelog/{entry['id']}/version-2", "Version 2")
    assert "/changelog.atom" in [link.get("href") for link in page.document.iter("link")]
    assert "New entry" not in shown.text
    assert browser.open("/changelog/99").status == 404


def test_a_list_goes_on(browser: Browser, admin: Person) -> None:
    for number in range(12):
        write_entry(admin, f"Version {number}", published_at="now")
    shown = browser.open("/changelog")
    assert len(list(shown.content.iter("article"))) == 10
    [following] = [a.get("href", "") for a in shown.content.iter("a") if a.get("rel") == "next"]
    second = browser.open(following)
    assert [next(each.iter("a")).text for each in second.content.iter("article")] == ["Version 1", "Version 0"]
    assert ['content="noindex"' in each.answer.text for each in (shown, second)] == [False, True]


def test_from_a_draft_to_a_published_entry(editor: Browser, member: Person, visitor: httpx.Client) -> None:
    post_id = int(member.post_idea("Dark mode")["id"])
    shown = editor.submit(editor.open(NEW), NEW, ("step", "find"), title="Version 2", content="Much.", q="dark")
    assert (shown.status, shown.control("title").get("value")) == (200, "Version 2")
    box = f"post-{post_id}"
    assert shown.control(box).get("checked") is None
    shown = editor.submit(shown, NEW, ("step", "find"), q="nothing like it", **tick(box))
    assert shown.control(box).get("checked") is not None, "what is ticked stays"
    shown = editor.submit(shown, NEW, ("step", "preview"), q="", content="Much **more**.")
    assert [each.text for each in shown.content.iter("strong")] == ["more"]
    shown = editor.submit(shown, NEW, ("step", "save"))
    assert (shown.statuses, shown.heading) == ([303, 200], "Version 2")
    assert "Draft" in shown.text
    assert "Version 2" in editor.open("/changelog?state=draft").text
    entry_id = int(shown.path.split("/")[2])
    edit = f"/edit/changelog/{entry_id}"
    shown = editor.submit(editor.open(edit), edit, ("step", "save"), when="now", **tick("complete"))
    assert "Completed" in shown.text
    entry = visitor.get(f"/v1/changelog/{entry_id}").json()
    assert (entry["content"], [post["id"] for post in entry["posts"]]) == ("Much **more**.", [post_id])
    shown = editor.open(edit)
    assert shown.control("when").get("value") == "keep"
    editor.submit(shown, edit, ("step", "save"), title="Version 2.0")
    assert visitor.get(f"/v1/changelog/{entry_id}").json()["title"] == "Version 2.0"
    editor.submit(editor.open(edit), edit, ("step", "save"), when="draft")
    assert visitor.get(f"/v1/changelog/{entry_id}").status_code == 404


def tick(name: str) -> dict[str, str]:
    return {name: "yes"}


def test_an_entry_begins_with_an_idea(editor: Browser, admin: Person) -> None:
    admin.post_idea("Dark mode")
    assert editor.open(f"{NEW}?post=1").control("post-1").get("checked") is not None
    assert editor.open(f"{NEW}?post=0").status == 400


def test_a_search_offers_ten_ideas(editor: Browser, admin: Person) -> None:
    for number in range(12):
        admin.post_idea(f"Export {number}")
    shown = editor.send(NEW, {"when": "draft", "step": "find", "q": "export"})
    assert len([each for each in shown.content.iter("input") if each.get("name", "").startswith("post-")]) == 10


def test_an_hour_is_in_utc(editor: Browser, admin: Person) -> None:
    hour = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    typed = {"title": "Version 2", "content": "Much."}
    shown = editor.submit(editor.open(NEW), NEW, ("step", "save"), when="later", at="soon", **typed)
    assert (shown.status, shown.control("at").get("value")) == (422, "soon")
    assert shown.described("at")
    assert shown.control("title").get("value") == "Version 2"
    shown = editor.submit(shown, NEW, ("step", "save"), at=hour)
    [entry] = admin.client.get("/v1/changelog?state=scheduled").json()["items"]
    assert entry["published_at"] == f"{hour}:00Z"
    shown = editor.open(f"/edit/changelog/{entry['id']}")
    assert (shown.control("at").get("value"), shown.control("complete").get("checked")) == (hour, None)
    editor.submit(shown, f"/edit/changelog/{entry['id']}", ("step", "save"), **tick("complete"))
    assert admin.client.get(f"/v1/changelog/{entry['id']}").json()["complete"]
    assert editor.open(f"/edit/changelog/{entry['id']}").control("complete").get("checked") is not None


def test_of_two_who_write_the_second_sees_both(editor: Browser, admin: Person) -> None:
    entry = write_entry(admin)
    edit = f"/edit/changelog/{entry['id']}"
    shown = editor.open(edit)
    change_entry(admin, entry["id"], content="Theirs.")
    shown = editor.submit(shown, edit, ("step", "save"), content="Mine.")
    assert shown.status == 412
    assert "Theirs." in shown.text
    assert "Mine." in "".join(shown.control("content").itertext())
    assert editor.submit(shown, edit, ("step", "save")).statuses == [303, 200]
    assert admin.client.get(f"/v1/changelog/{entry['id']}").json()["content"] == "Mine."


def test_deleting_asks_first(editor: Browser, admin: Person) -> None:
    entry_id = write_entry(admin, published_at="now")["id"]
    path = f"/delete/changelog/{entry_id}"
    shown = editor.submit(editor.open(path), path)
    assert (shown.statuses, shown.path) == ([303, 200], "/changelog")
    assert admin.client.get(f"/v1/changelog/{entry_id}").status_code == 404


def test_sent_twice_it_is_there_once(editor: Browser, admin: Person) -> None:
    shown = editor.open(NEW)
    for _ in range(2):
        editor.submit(shown, NEW, ("step", "save"), title="Version 2", content="Much.", when="now")
    assert len(admin.client.get("/v1/changelog").json()["items"]) == 1


@pytest.mark.adversary
def test_nobody_else_writes(signed_in: Browser, browser: Browser, admin: Person) -> None:
    entry = write_entry(admin)
    fields = {"title": "Mine", "content": "Now.", "when": "now", "step": "save", "version": "1"}
    paths = (NEW, f"/edit/changelog/{entry['id']}", f"/delete/changelog/{entry['id']}")
    for path in paths:
        assert [signed_in.open(path).status, signed_in.send(path, fields).status] in ([403, 403], [404, 404])
        assert [browser.open(path).status, browser.send(path, fields).status] == [401, 401]
    assert signed_in.open(f"/changelog/{entry['id']}").status == browser.open(f"/changelog/{entry['id']}").status == 404
    assert admin.client.get(f"/v1/changelog/{entry['id']}").json() == entry


@pytest.mark.adversary
def test_what_no_form_of_the_board_sends(editor: Browser, admin: Person) -> None:
    """Nothing is stored, and nothing breaks."""
    fields = {"title": "T", "content": "C", "when": "draft", "step": "save"}
    for more in (
        *({f"post-{'9' * 18}": "yes"}, {"post-1": "yes"}, {"when": "later", "at": "9999-99-99T99:99"}),
        *({"when": "later", "at": ""}, {"step": "find", "q": "\0"}, {"content": "x" * 20_001}, {"title": "\0"}),
    ):
        assert editor.send(NEW, {**fields, **more}).status == 422, more
    for more in (
        {"when": "never"},
        {"when": ""},
        {f"post-{'9' * 19}": "yes", "step": "preview"},
        {"post-x": "yes", "post-١": "yes", "step": "preview"},
        {f"post-{'9' * 5_000}": "yes", "step": "preview"},
    ):
        assert editor.send(NEW, {**fields, **more}).status == 200, more
    assert editor.send(NEW, {**fields, **{f"post-{number}": "yes" for number in range(200)}}).status == 400
    assert admin.client.get("/v1/changelog?state=draft").json()["items"] == []
    assert editor.send(NEW, {**fields, "content": "🙂" * 20_000}).status == 200
    [entry] = admin.client.get("/v1/changelog?state=draft").json()["items"]
    assert admin.client.get(f"/v1/changelog/{entry['id']}").json()["content"] == "🙂" * 20_000
