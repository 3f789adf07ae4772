"""The roadmap as people see it, and how the team puts it in order without a script."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.browsing import Browser, Shown
from tests.support.changelog import set_status
from tests.support.pages import sign_in
from tests.support.people import Person


def shown_order(shown: Shown) -> dict[str, list[str]]:
    """The titles below each heading, of lists as a screen reader tells them."""
    found = {}
    for section in shown.content.iter("section"):
        [heading], lists = list(section.iter("h2")), list(section.iter("ol"))
        found["".join(heading.itertext())] = ["".join(each.itertext()) for each in section.iter("h3")]
        assert len(lists) == bool(found["".join(heading.itertext())])
        assert section.get("aria-labelledby") == heading.get("id")
    return found


@pytest.fixture
def ideas(member: Person, admin: Person) -> list[int]:
    ids = [int(member.post_idea(f"Idea {number}")["id"]) for number in range(3)]
    for post_id in ids:
        set_status(admin, post_id)
    return ids


def test_everybody_sees_three_columns(ideas: list[int], browser: Browser, admin: Person) -> None:
    set_status(admin, ideas[0], "completed")
    shown = browser.open("/roadmap")
    assert shown.heading == "Roadmap"
    assert shown_order(shown) == {"Planned": ["Idea 2", "Idea 1"], "Started": [], "Completed": ["Idea 0"]}
    assert "/roadmap/" not in {form.get("action", "")[:9] for form in shown.document.iter("form")}, "the team's"
    assert [a.get("aria-current") for a in shown.document.iter("a") if a.get("href") == "/roadmap"] == ["page"]


def test_staff_move_by_buttons(ideas: list[int], browser: Browser, admin: Person) -> None:
    browser.sign_in(admin.email)
    first, second, third = ideas[::-1]
    shown = browser.open("/roadmap")
    shown = browser.submit(shown, f"/roadmap/{third}", ("before", str(second)))
    assert (shown.statuses, shown_order(shown)["Planned"]) == ([303, 200], ["Idea 2", "Idea 0", "Idea 1"])
    shown = browser.submit(shown, f"/roadmap/{first}", ("after", str(third)))
    assert shown_order(shown)["Planned"] == ["Idea 0", "Idea 2", "Idea 1"]
    shown = browser.submit(shown, f"/roadmap/{third}", ("before", str(third)))
    assert shown_order(shown)["Planned"] == ["Idea 0", "Idea 2", "Idea 1"], "at the top there is no way up"


@pytest.mark.adversary
def test_nobody_else_moves(ideas: list[int], signed_in: Browser, browser: Browser, admin: Person) -> None:
    sent = {"before": str(ideas[2])}
    assert signed_in.send(f"/roadmap/{ideas[0]}", sent).status == 403
    assert browser.send(f"/roadmap/{ideas[0]}", sent).status == 401
    set_status(admin, ideas[2], "started")
    browser.sign_in(admin.email)
    answer = browser.send(f"/roadmap/{ideas[0]}", sent)
    assert (answer.status, "changed since you opened the page" in answer.text) == (409, True)
    assert browser.send(f"/roadmap/{ideas[0]}", {"before": "x" * 5_000}).status == 409
    assert browser.send("/roadmap/99", {}).status == 404
    assert shown_order(browser.open("/roadmap"))["Planned"] == ["Idea 1", "Idea 0"]


def test_a_full_roadmap_is_small(admin: Person, superuser: Engine, visitor: httpx.Client) -> None:
    """Three columns of a hundred: for a visitor, and for the team with its buttons, compressed. And of titles nearly
    as long as they may be, of 192 hexadecimal digits at random."""
    fill = """
        INSERT INTO posts (author_id, title, content, language, words, words_version, votes_count, status, published_at)
        SELECT 1, CASE WHEN CAST(:longest AS boolean) THEN (
                      SELECT string_agg(md5(n || '-' || k), '') FROM generate_series(1, 6) AS k)
                  ELSE 'An idea of usual length about thing number ' || n END,
               '', 'simple', '', 1, n, (ARRAY['planned', 'started', 'completed'])[1 + mod(n, 3)], now()
        FROM generate_series(1, 330) AS n
    """
    sizes = {}
    token = sign_in(superuser, admin.email).token
    for longest in (False, True):
        with superuser.connect() as connection:
            connection.execute(text("DELETE FROM posts"))
            connection.execute(text(fill), {"longest": longest})
        for caller, cookie in {"visitor": "", "team": f"__Host-heed={token}"}.items():
            answer = visitor.get("/roadmap", headers={"Accept-Encoding": "gzip", "Cookie": cookie})
            assert answer.text.count('<li class="card"') == 300
            sizes[caller, longest] = int(answer.headers["Content-Length"])
    most = {("visitor", False): 16_000, ("team", False): 30_000, ("visitor", True): 60_000, ("team", True): 80_000}
    assert {key: size for key, size in sizes.items() if size > most[key]} == {}, sizes
