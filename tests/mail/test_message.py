"""What is in a mail is what was meant: no header from what somebody typed, nothing unescaped in HTML."""

import json
from pathlib import Path
from typing import Any

import html5lib
import pytest
from minijinja import TemplateError

from app.languages.language import get_language
from app.mail import rendering
from app.mail.message import build_message
from app.mail.rendering import Rendered, render
from tests.mail.test_headers import LONG, SETTINGS, parsed
from tests.support.markup import ELEMENTS
from tests.support.payloads import PAYLOADS

EVIL = "\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>\x00\u2028\u0085{{ 7 * 7 }}=?utf-8?q?x?="


@pytest.mark.parametrize(
    "template", sorted(path.stem for path in rendering.TEMPLATES.glob("*.txt") if path.stem != "layout")
)
@pytest.mark.parametrize("code", ["en", "ar"])
def test_nothing_that_was_typed_gets_out_of_its_place(template: str, code: str) -> None:
    item = {
        "kind": "comments",
        "post": {"id": 1, "title": EVIL, "content": EVIL},
        "comment": {"id": 1, "content": EVIL},
        "change": {"status": "planned", "response": EVIL},
        "original": {"id": 2, "title": EVIL},
        "actor": EVIL,
        "code": EVIL,
        "entry": {"id": 1, "title": EVIL, "content": EVIL},
        "posts": [{"id": 1, "title": EVIL}],
        "host": EVIL,
        "because": "failing",
        "url": LONG,
    }
    values = {**item, "items": [item], "board_url": "https://board.example", "unsubscribe_url": "https://x/?a=1&b=2"}
    content = render(template, get_language(code), reader=EVIL, **values)
    assert "<script" not in content.html
    assert "&lt;" not in content.text, "which is no HTML"
    assert "\n" not in content.subject
    raw = build_message(
        sender=SETTINGS.mail_from, to="ada@example.com", content=content, identity={"Message-ID": "<1@x>"}
    )
    message = parsed(raw)
    assert message["Bcc"] is None
    assert set(message.keys()) == {
        *("Message-ID", "From", "To", "Subject", "Date", "Auto-Submitted", "MIME-Version", "Content-Type")
    }
    assert message["Subject"] == content.subject
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


QUOTES: dict[str, dict[str, Any]] = {
    "comments": {"comment": {"id": 1, "content": "MARKDOWN"}},
    "new_posts": {"post": {"id": 1, "title": "Title", "content": "MARKDOWN"}},
    "pending_posts": {"post": {"id": 1, "title": "Title", "content": "MARKDOWN"}},
    "status_changes": {"change": {"status": "planned", "response": "MARKDOWN"}},
}


def quote(template: str, text: str) -> Rendered:
    values: dict[str, Any] = {"post": {"id": 1, "title": "Title"}, "actor": "Ada"} | QUOTES[template]
    typed = json.loads(json.dumps(values).replace('"MARKDOWN"', json.dumps(text)))
    return render(template, get_language("en"), board_url="https://board.example", unsubscribe_url=None, **typed)


@pytest.mark.parametrize("template", QUOTES)
def test_text_is_commonmark_in_html_and_as_typed_in_text(template: str) -> None:
    content = quote(template, "# Why\n\n- *night*\n- a <b>")
    assert '<h2 dir="auto">Why</h2>\n<ul dir="auto">\n<li><em>night</em></li>\n<li>a &lt;b&gt;</li>' in content.html
    assert "> # Why\n> \n> - *night*\n> - a <b>" in content.text


def test_a_digest_quotes_one_line() -> None:
    item = {"kind": "comments", "post": {"id": 1, "title": "Title"}, "actor": "Ada"}
    items = [item | {"comment": {"content": "# Why\n\n" + "so *dark* " * 99}}]
    content = render("digest", get_language("en"), items=items, board_url="https://b.example", unsubscribe_url=None)
    for part in (content.html, content.text):
        assert "Why so dark so dark" in part
        assert part.count("so dark") == 24  # 200 characters


def test_payloads_are_inert() -> None:
    own = {"html", "head", "meta", "title", "style", "body"}
    for payload in PAYLOADS:
        html = quote("comments", payload).html
        assert {element.tag for element in html5lib.parse(html, namespaceHTMLElements=False).iter()} <= ELEMENTS | own


def test_a_name_that_is_missing_is_an_error() -> None:
    with pytest.raises(TemplateError):
        render("comments", get_language("en"), board_url="", unsubscribe_url=None)


def test_every_template_is_a_pair_in_the_folder() -> None:
    files = {path.name for path in rendering.TEMPLATES.iterdir() if path.is_file()}
    pairs = {f"{Path(name).stem}.html" for name in files if name.endswith(".txt")}
    assert pairs == {name for name in files if name.endswith(".html")} - {"quoted.html"}
    assert rendering.load("../rendering.py") is None
