"""What a page looks like from right to left, and on a small screen whatever stands on it."""

from sqlalchemy import Engine

from infra.dev.browser import View, look
from tests.support.browser import overflow
from tests.support.comments import comment
from tests.support.people import Person
from tests.support.window import Window

BOXES = """
    return [...document.querySelectorAll(".board-name svg, .vote button, .idea h2")]
        .map((each) => each.getBoundingClientRect().x)
"""


def test_arabic_is_mirrored(window: Window, superuser: Engine, member: Person) -> None:
    member.post_idea("Dark mode", "Please.")
    mirrored = {}
    for code in ("en", "ar"):
        window.open(f"/?lang={code}")
        assert overflow(window.chrome) == 0
        mark, vote, title = window.run(BOXES)
        mirrored[code] = (mark > 640, vote > title)
    assert mirrored == {"en": (False, False), "ar": (True, True)}
    assert window.run("return [document.documentElement.lang, document.dir]") == ["ar", "rtl"]


LONG = ("W" * 200, f"https://example.com/{'a' * 180}", "ﷺ" * 200, "—" * 200)


def test_nothing_is_wider_than_a_small_screen(window: Window, superuser: Engine, admin: Person) -> None:
    for title in LONG:
        admin.post_idea(
            title, f"{title}\n\n`{title}`\n\n    {title}\n\n|{title}|{title}|\n|-|-|\n|{title}|b|\n\n# {title}"
        )
    comment(admin, 1, LONG[0])
    admin.client.put("/v1/posts/1/status", json={"status": "planned", "response": LONG[0]}).raise_for_status()
    admin.client.patch("/v1/users/me", json={"name": "N" * 100}).raise_for_status()
    admin.client.post("/v1/tags", json={"slug": "t" * 50, "name": "T" * 50}).raise_for_status()
    admin.client.put(f"/v1/posts/1/tags/{'t' * 50}").raise_for_status()
    window.sign_in(superuser, admin)
    look(window.chrome, View(width=320))
    paths = [
        "/",
        f"/?q={'q' * 200}",
        *(f"/posts/{n}" for n in (1, 2, 3, 4)),
        "/people/1",
        "/edit/posts/1",
        "/delete/posts/1",
        *("/team/posts/1/answer", "/team/posts/1/tags", "/team/posts/1/merge?q=W", "/team/posts/1/merge?into=2"),
    ]
    paths += [f"/posts/new?title={'W' * 200}", "/settings", "/settings/sessions", "/settings/erase", "/edit/comments/1"]
    for path in paths:
        window.open(path)
        assert overflow(window.chrome) == 0, path
        window.open(f"{path}{'&' if '?' in path else '?'}lang=ar")
        assert overflow(window.chrome) == 0, path
