"""The demo's board, with what else a page may have to show, and every state of every page on it.

Who writes a page adds its line to STATES: then its markup, its accessibility and its overflow are checked.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from selenium.webdriver import Chrome
from sqlalchemy import create_engine

from app.notifications.unsubscribe import Unsubscription, make_token
from app.settings.config import load_settings
from infra.dev.browser import command
from infra.dev.demo import fill
from tests.support.database import cloned
from tests.support.pages import sign_in
from tests.support.server import served

TOKEN = make_token(load_settings(), Unsubscription(1, "comments"))
STAFF, MEMBER = "Amara Okafor", "Ben Lindqvist"
RICH = """# A heading, *with* **emphasis** and ~~none~~

> A quotation, and https://example.com/which-is-long/which-is-long/which-is-long/which-is-long/which-is-long as it is.

1. One
   - [x] done
   - [ ] not done

| Column | Another | And one more that is wide | And yet another of that sort |
|---|:-:|--:|---|
| `code` | middle | 12,345 | [a link](https://example.com) |

```
a line of code that goes on and on, and on, and on, and on, and on, and on, and on, and on, and on, and on, and on
```

![An image](https://example.com/picture.png), عربي, 日本語, andawordthatneverendsandawordthatneverendsandaword
"""


@dataclass(frozen=True)
class State:
    """`sends`: what is posted to the path, with the page as the answer; `shows`: what is clicked on it first."""

    path: str
    by: str | None = None
    sends: Mapping[str, str] | None = None
    status: int = 200
    shows: str | None = None

    def __str__(self) -> str:
        signs = [f"by {self.by}" if self.by else "", f"with {self.shows}" if self.shows else ""]
        sent = [f"{name}={value[:10]}" for name, value in (self.sends or {}).items()]
        return " ".join(filter(None, [self.path, *signs, *sent, str(self.status)]))


STATES = (
    State("/"),
    State("/", by=MEMBER),
    State("/", shows="#show-keys"),
    State("/?q=dark"),
    State("/?q=nothing+like+it"),
    State("/?status=completed&sort=votes&limit=1"),
    State("/?voted=me", by=MEMBER),
    State("/?status=nonsense", status=400),
    State("/posts/1"),  # Answered, with a history, and comments.
    State("/posts/1", shows="details.history summary"),
    State("/posts/1", by=MEMBER),
    State("/posts/1", by=STAFF),
    State("/posts/2"),  # Merged.
    State("/posts/27"),  # All that Markdown has, locked, with a comment that was deleted, and one that was hidden.
    State("/posts/27", by=STAFF),
    State("/posts/28", by=STAFF),  # Hidden.
    State("/posts/28", status=404),
    State("/posts/1/vote", sends={"voted": "yes"}, status=401),
    State("/posts/1/comments", by=MEMBER, sends={"content": ""}, status=422),
    State("/posts/27/comments", by=MEMBER, sends={"content": "Too late"}, status=409),
    State("/posts/new"),
    State("/posts/new", by=MEMBER, sends={"title": ""}, status=422),
    State("/posts/new", by=MEMBER, sends={"title": "Dark mode", "content": RICH}),
    State("/posts/new", by=MEMBER, sends={"title": "Dark mode", "content": RICH, "step": "preview"}),
    State("/edit/posts/27", by=MEMBER),
    State("/edit/posts/27", by=MEMBER, sends={"title": "Another", "content": "My text", "version": "99"}, status=412),
    State("/edit/posts/1", by=MEMBER, status=403),
    State("/delete/posts/27", by=MEMBER),
    State("/edit/comments/1", by=MEMBER),
    State("/people/1"),
    State("/people/2", by=MEMBER),
    State("/people/999", status=404),
    State("/sign-in"),
    State("/sign-in", sends={"email": ""}, status=422),
    State("/sign-in", sends={"email": "ben@example.com"}, status=409),  # This board sends no mail.
    State("/sign-in/password", sends={"email": "ben@example.com", "password": "wrong"}, status=403),
    State("/sign-up"),
    State("/sign-up", sends={"email": "x"}, status=422),
    State("/settings", by=MEMBER),
    State("/settings", by=MEMBER, sends={"name": ""}, status=422),
    State("/settings/email", by=MEMBER),
    State("/settings/password", by=MEMBER),
    State("/settings/password", by=MEMBER, sends={"new_password": "short"}, status=422),
    State("/settings/sessions", by=MEMBER),
    State("/settings/notifications", by=STAFF),
    State("/settings/mails", by=MEMBER),
    State("/settings/data", by=MEMBER),
    State("/settings/erase", by=MEMBER, sends={"confirmation": "x"}, status=422),
    State("/erased"),
    State(f"/unsubscribe?token={TOKEN}"),
    State(f"/unsubscribe?token={TOKEN}&done=1"),
    State("/unsubscribe?token=nonsense", status=404),
    State("/nowhere", status=404),
)


@dataclass(frozen=True)
class DemoBoard:
    url: str
    tokens: dict[str, str] = field(repr=False)

    def client(self, by: str | None = None, language: str = "en") -> httpx.Client:
        """A browser's requests."""
        return httpx.Client(
            base_url=self.url,
            cookies={"language": language, **({"heed": self.tokens[by]} if by else {})},
            headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin"},
            follow_redirects=True,
            trust_env=False,
            timeout=30,
        )

    def fetch(self, state: State) -> httpx.Response:
        with self.client(state.by) as client:
            method = "GET" if state.sends is None else "POST"
            return client.request(method, state.path, data=state.sends)

    def show(self, chrome: Chrome, state: State, language: str = "en") -> None:
        cookies = {"language": language, **({"heed": self.tokens[state.by]} if state.by else {})}
        command(chrome, "Storage.clearCookies")
        for name, value in cookies.items():
            command(chrome, "Network.setCookie", name=name, value=value, url=self.url)
        if state.sends is None:
            chrome.get(self.url + state.path)
        else:
            chrome.get(f"{self.url}/posts/new")
            chrome.execute_script(SEND, state.path, state.sends)
        if state.shows:
            chrome.find_element("css selector", state.shows).click()


SEND = """
    const form = document.createElement("form");
    form.method = "post";
    form.action = arguments[0];
    for (const [name, value] of Object.entries(arguments[1]))
        form.append(Object.assign(document.createElement("textarea"), { name, value }));
    document.body.append(form);
    form.submit();
"""


@contextmanager
def demo_board(database_url: str) -> Iterator[DemoBoard]:
    """In a database of its own beside this one."""
    with cloned(f"{database_url}demo") as own, served(database_url=own) as url:
        with fill.client(url) as visitor:
            fill.fill(visitor)
            with fill.sign_in(visitor, MEMBER) as member, fill.sign_in(visitor, STAFF) as staff:
                complete(member, staff)
        engine = create_engine(own, isolation_level="AUTOCOMMIT")
        tokens = {name: sign_in(engine, fill.email(name), fill.PASSWORD).token for name in (STAFF, MEMBER)}
        engine.dispose()
        yield DemoBoard(url, tokens)


def complete(member: httpx.Client, staff: httpx.Client) -> None:
    """What the demo leaves out."""
    rich = fill.call(member, "POST", "/v1/posts", {"title": "Words " * 30, "content": RICH})["id"]
    hidden = fill.call(member, "POST", "/v1/posts", {"title": "Hidden"})["id"]
    assert (rich, hidden) == (27, 28), "STATES names them"
    comments = f"/v1/posts/{rich}/comments"
    fill.call(member, "POST", comments, {"content": RICH})
    deleted, silenced = (fill.call(member, "POST", comments, {"content": each})["id"] for each in ("No", "Rude"))
    member.delete(f"/v1/comments/{deleted}").raise_for_status()
    fill.call(staff, "PATCH", f"/v1/comments/{silenced}", {"hidden": True})
    fill.call(staff, "PUT", f"/v1/posts/{rich}/status", {"status": "planned", "response": RICH[:1900]})
    fill.call(staff, "PATCH", f"/v1/posts/{rich}", {"locked": True})
    fill.call(staff, "PATCH", f"/v1/posts/{hidden}", {"visibility": "hidden"})
