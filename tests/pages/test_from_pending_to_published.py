"""A moderator takes the demo's board, with ten ideas that wait, to one that is answered, merged and tagged, with a
published changelog: in a real browser, by keyboard alone, and again without scripts. And every voter of what was
completed has exactly one mail."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from sqlalchemy import text

from infra.dev.demo import fill
from tests.support.browser import complaints
from tests.support.hands import Hands, Keyboard, Mouse
from tests.support.keyboard import press
from tests.support.waiting_board import ADMIN, MODERATOR, WAITING, Demo, demo_of_ten
from tests.support.window import Window

DUPLICATE, SPAM = WAITING[:2]
COMPLETED = ("Dark mode", "Export a notebook as Markdown")
ANSWERED = "Undo for a deleted notebook"
RELEASE = "Lumen 3"


@pytest.fixture
def demo(database_url: str) -> Iterator[Demo]:
    with demo_of_ten(database_url) as board:
        yield board


@pytest.fixture
def shown(chrome: Chrome, demo: Demo) -> Window:
    return Window(chrome, demo.url)


def test_by_keyboard_alone(shown: Window, demo: Demo) -> None:
    hands = Keyboard(shown)
    sign_in(shown, hands)
    to_what_waits(shown, hands)
    for title in WAITING:
        on_card(shown, demo.post_id(title))
        press(shown.chrome, "h" if title == SPAM else "a")
        shown.until(lambda title=title: title not in shown.find("main").text)  # type: ignore[misc]
    the_rest(shown, hands, demo)


def test_without_scripts(shown: Window, demo: Demo) -> None:
    hands = Mouse(shown)
    sign_in(shown, hands)
    to_what_waits(shown, hands)
    for title in WAITING:
        card = f"#post-{demo.post_id(title)}"
        hands.press(f"{card} [value={'hidden' if title == SPAM else 'public'}]")
        shown.is_gone(card)
    the_rest(shown, hands, demo)


def sign_in(shown: Window, hands: Hands) -> None:
    shown.open("/")
    hands.press(".person a")
    shown.find("h1", "Sign in")
    hands.press("main summary")
    hands.write("#email-beside-password", fill.email(MODERATOR))
    hands.write("#password", fill.PASSWORD)
    hands.press("[action='/sign-in/password'] button")
    shown.find(".person .name", MODERATOR)


def to_what_waits(shown: Window, hands: Hands) -> None:
    hands.press(".places [href='/admin']")
    shown.find("h1", "What waits")
    assert shown.find("main a.strong").text == "10 ideas to approve"
    hands.press("main a.strong")
    shown.find("h1", "To approve")


def on_card(shown: Window, post_id: int) -> None:
    """The first time, `j` goes to it; afterwards it has the focus."""
    focused = "return document.activeElement.closest('.card')?.id"
    if shown.run(focused) is None:
        press(shown.chrome, "j")
    shown.until(lambda: shown.run(focused) == f"post-{post_id}")


def the_rest(shown: Window, hands: Hands, demo: Demo) -> None:
    shown.find("main p", "No idea waits for approval.")
    answer(shown, hands, demo.post_id(ANSWERED))
    tag(shown, hands)
    merge(shown, hands, demo)
    demo.deliver()
    before = len(demo.mails.taken)
    release(shown, hands, demo)
    demo.deliver()
    assert_done(demo)
    assert_each_voter_was_told_once(demo, before)
    assert complaints(shown.chrome) == []


def answer(shown: Window, hands: Hands, post_id: int) -> None:
    hands.press("main [href='/admin']")
    shown.find("h1", "What waits")
    hands.press(f"[href='/team/posts/{post_id}/answer']")
    shown.find("h1", "Answer")
    hands.select("#status", "Planned")
    hands.write("#response", "A bin that keeps things for **thirty** days.")
    hands.press("[name=step][value=preview]")
    shown.find("#preview strong", "thirty")
    shown.find(".told", "people will be told.")
    hands.press("[name=step][value=answer]")
    shown.find(".post > .answer strong", "thirty")


def tag(shown: Window, hands: Hands) -> None:
    hands.press(".team-side [href$='/tags']")
    shown.find("h1", "Tags")
    hands.tick("[name='tag.editor']")
    hands.press("main .strong")
    shown.find(".post header .tag", "Editor")


def merge(shown: Window, hands: Hands, demo: Demo) -> None:
    duplicate, original = demo.post_id(DUPLICATE), demo.post_id(COMPLETED[0])
    hands.press(".places [href='/']")
    hands.write("#q", "dark rooms")
    hands.press(".filters button")
    shown.until(lambda: len(shown.chrome.find_elements("css selector", ".card")) < 10)
    hands.press(f"#post-{duplicate} h2 a")
    shown.find("h1", DUPLICATE)
    hands.press(".team-side [href$='/merge']")
    shown.find("h1", "Merge into another idea")
    hands.write("#q", "dark mode")
    hands.press("main search button")
    shown.find(f"[name=into][value='{original}']")
    hands.pick("into", str(original))
    hands.press("#found-ideas .strong")
    shown.find("h1", "What moves")
    hands.press("main .strong")
    shown.find(".notice", "This idea was merged into another.")


def release(shown: Window, hands: Hands, demo: Demo) -> None:
    hands.press(".places [href='/changelog']")
    hands.press("main .strong")
    shown.find("h1", "New entry")
    hands.write("#title", RELEASE)
    hands.write("#content", "What you asked for **most**.")
    for title in COMPLETED:
        hands.write("#q", title)
        hands.press("[name=step][value=find]")
        hands.tick(f"[name=post-{demo.post_id(title)}]")
    hands.tick("[name=complete]")
    hands.pick("when", "now")
    hands.press("[name=step][value=save]")
    shown.find("h1", RELEASE)
    shown.find(".entry strong", "most")
    assert [each.text for each in shown.chrome.find_elements("css selector", ".named .status")] == ["Completed"] * 2


def assert_done(demo: Demo) -> None:
    with fill.client(demo.url) as visitor:
        posts = {post["title"]: post for post in fill.all_posts(visitor)}
        entries = fill.call(visitor, "GET", "/v1/changelog")["items"]
    assert SPAM not in posts
    assert {each for each in WAITING if each in posts} == {*WAITING} - {SPAM}
    answered, merged = posts[ANSWERED], posts[DUPLICATE]
    assert (answered["status"], answered["response"]) == ("planned", "A bin that keeps things for **thirty** days.")
    assert [each["slug"] for each in answered["tags"]] == ["editor"]
    assert merged["merged_into_id"] == posts[COMPLETED[0]]["id"]
    assert [posts[title]["status"] for title in COMPLETED] == ["completed"] * 2
    assert entries[0]["title"] == RELEASE
    assert {each["title"] for each in entries[0]["posts"]} == {*COMPLETED}


def assert_each_voter_was_told_once(demo: Demo, before: int) -> None:
    """Also who voted for both, or for the duplicate alone; but not who published it."""
    told = demo.mails.taken[before:]
    voters = demo.voters(*COMPLETED)
    assert {fill.email("Newcomer0 of today"), fill.email(ADMIN)} <= voters
    assert sorted(address for address, _ in told) == sorted(voters - {fill.email(MODERATOR)})
    assert {mail["Subject"] for _, mail in told} == {f"Released: {RELEASE}"}
    ids = [mail["Message-ID"] for _, mail in demo.mails.taken]
    assert len(set(ids)) == len(ids)
    with demo.database.connect() as connection:
        assert set(connection.scalars(text("SELECT status FROM deliveries"))) == {"sent"}
