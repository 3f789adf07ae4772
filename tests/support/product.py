"""A team's own product on an origin of its own, with the widget in its page, and perhaps a user who is signed in."""

import html
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any

import httpx

from tests.support.answering import Answering

ISSUER, SECRET = "https://product.example", "a-secret-that-the-two-servers-share-0123456789"
PAGE = """<!doctype html>
<html lang="{language}"{attributes}>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A product</title>
<main><h1>A product</h1>{before}
{tags}
</main></html>"""
TAGS = """<script type="module" src="{board}/widget.js"></script>
<heed-feedback board="{board}" token-url="/feedback-token"></heed-feedback>"""
# What a team that trusts nobody allows: the board's script, requests to it, and its own address for the token.
POLICY = (
    "default-src 'none'; script-src {board}; connect-src {board} 'self'; img-src 'self'"
    "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass
class Product:
    """`name`: the host by which browsers know it, another than the board's, so that the two are two sites."""

    url: str
    board: str = ""
    board_shown: str = ""  # The address in its page, where that is another.
    user: SimpleNamespace | None = None
    language: str = "en"
    attributes: str = ""
    before: str = ""
    tags: str = TAGS
    policy: str = POLICY
    refuses: int | None = None  # The status with which its server answers who asks for a token.
    alter: Callable[[bytes], bytes] = bytes  # What it does to the token.
    asked: list[dict[str, str]] = field(default_factory=list)  # The headers of those who asked.

    def page(self) -> bytes:
        tags = self.tags.format(board=self.board_shown or self.board)
        page = PAGE.format(language=self.language, attributes=self.attributes, before=self.before, tags=tags)
        return page.encode()

    def token(self) -> tuple[int, bytes]:
        if self.refuses:
            return self.refuses, b""
        if self.user is None:
            return 204, b""
        return 200, self.alter(signing_script(self.board)(self.user))


def somebody(number: int = 1, name: str = "Ada Lovelace") -> SimpleNamespace:
    return SimpleNamespace(id=number, name=name, email=f"user{number}@product.example", email_verified=True)


@cache
def signing_script(board: str) -> Callable[[SimpleNamespace], bytes]:
    """The lines that the board's page shows, as they are to be copied."""
    shown = httpx.get(f"{board}/widget").raise_for_status().text
    found = re.search(r'<pre[^>]* id="signing"><code>(.*?)</code>', shown, re.DOTALL)
    assert found
    script = html.unescape(found[1])
    function = script[script.index("def ") :]
    assert len(function.splitlines()) <= 10
    names: dict[str, Any] = {"SSO_ISSUER": ISSUER, "SSO_SECRET": SECRET.encode()}
    exec(script, names)  # noqa: S102  (as who copies it does)
    sign: Callable[[SimpleNamespace], bytes] = names["sign"]
    return sign


@contextmanager
def serving_product(host: str = "localhost") -> Iterator[Product]:
    class Answer(Answering, http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            policy = product.policy.format(board=product.board_shown or product.board)
            self.answer(200, product.page(), {"Content-Type": "text/html", "Content-Security-Policy": policy})

        def do_POST(self) -> None:
            product.asked.append({name.lower(): value for name, value in self.headers.items()})
            status, body = product.token() if self.path == "/feedback-token" else (404, b"")
            self.answer(status, body, {"Content-Type": "application/jwt"})

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    product = Product(f"http://{host}:{server.server_port}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield product
    finally:
        server.shutdown()
        server.server_close()
