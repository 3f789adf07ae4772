"""The demo's board, with what else a page may have to show."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from selenium.webdriver import Chrome
from sqlalchemy import text

from infra.dev.browser import command
from infra.dev.demo import fill
from tests.support.browser import NO_TLS
from tests.support.database import cloned, way_round
from tests.support.demo_states import GUEST, MEMBER, RICH, STAFF, State
from tests.support.pages import sign_in
from tests.support.server import served
from tests.support.sso import ISSUER, SECRET, claims, sign

BY_PRODUCT = {"sso_issuer": ISSUER, "sso_secret": SECRET}


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
            verify=NO_TLS,
            timeout=30,
        )

    def fetch(self, state: State) -> httpx.Response:
        with self.client(state.by) as client:
            method = "GET" if state.sends is None else "POST"
            return client.request(method, self.path(state), data=state.sends)

    def path(self, state: State) -> str:
        """With a token of single sign-on where one belongs, as it is good for this board alone, and for minutes."""
        return state.path.replace("{token}", sign(claims(aud=self.url)))

    def show(self, chrome: Chrome, state: State, language: str = "en") -> None:
        cookies = {"language": language, **({"heed": self.tokens[state.by]} if state.by else {})}
        set_to = [{"name": name, "value": value, "url": self.url} for name, value in cookies.items()]
        command(chrome, "Storage.clearCookies")
        command(chrome, "Storage.setCookies", cookies=set_to)
        if state.sends is None:
            chrome.get(self.url + self.path(state))
        else:
            chrome.get(f"{self.url}/health")  # Of the same origin, and quickly there.
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
    with cloned(f"{database_url}demo") as own, served(database_url=own, **BY_PRODUCT) as url:
        with fill.client(url) as visitor:
            fill.fill(visitor)
            with fill.sign_in(visitor, MEMBER) as member, fill.sign_in(visitor, STAFF) as staff:
                complete(member, staff)
        engine = way_round(own, isolation_level="AUTOCOMMIT")
        tokens = {name: sign_in(engine, fill.email(name), fill.PASSWORD).token for name in (STAFF, MEMBER)}
        with httpx.Client(base_url=url, trust_env=False) as guest:
            guest.get("/sso", params={"token": sign(claims(aud=url))})
            tokens[GUEST] = guest.cookies["heed"]
        with engine.connect() as connection:
            connection.execute(text("UPDATE posts SET visibility = 'pending' WHERE id = 29"))
        engine.dispose()
        yield DemoBoard(url, tokens)


def complete(member: httpx.Client, staff: httpx.Client) -> None:
    """What the demo leaves out."""
    rich = fill.call(member, "POST", "/v1/posts", {"title": "Words " * 30, "content": RICH})["id"]
    hidden = fill.call(member, "POST", "/v1/posts", {"title": "Hidden"})["id"]
    pending = fill.call(member, "POST", "/v1/posts", {"title": "Pending"})["id"]
    assert (rich, hidden, pending) == (27, 28, 29), "STATES names them"
    comments = f"/v1/posts/{rich}/comments"
    fill.call(member, "POST", comments, {"content": RICH})
    deleted, silenced = (fill.call(member, "POST", comments, {"content": each})["id"] for each in ("No", "Rude"))
    member.delete(f"/v1/comments/{deleted}").raise_for_status()
    fill.call(staff, "PATCH", f"/v1/comments/{silenced}", {"hidden": True})
    hook = {"url": f"https://example.com/{'x' * 200}", "events": ["post.*", "vote.*"]}
    webhook_id = fill.call(staff, "POST", "/v1/webhooks", hook)["id"]
    fill.call(staff, "POST", f"/v1/webhooks/{webhook_id}/test", {})
    fill.call(staff, "PUT", f"/v1/posts/{rich}/status", {"status": "planned", "response": RICH[:1900]})
    fill.call(staff, "PATCH", f"/v1/posts/{rich}", {"locked": True})
    fill.call(staff, "PATCH", f"/v1/posts/{hidden}", {"visibility": "hidden"})
