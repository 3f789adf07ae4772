"""Every link on the demo's board leads somewhere, and every form: for a visitor, a member and the team."""

import re
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag, urljoin

import html5lib
import httpx
import pytest

from tests.support.demo_board import DemoBoard
from tests.support.demo_states import MEMBER, STAFF

MOST = 400  # Pages.
TAKEN_ALONG = re.compile(r"(?<=[?&]to=)[^&]*")
HTML = "{http://www.w3.org/1999/xhtml}"
ADDRESSES = {"a": "href", "link": "href", "script": "src", "img": "src"}


@dataclass
class Document:
    links: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    posts_to: set[str] = field(default_factory=set)


def read(answer: httpx.Response) -> Document:
    document = Document()
    if not answer.headers["content-type"].startswith("text/html") or answer.url.path.startswith("/docs"):
        return document  # Swagger UI makes its anchors itself.
    for element in html5lib.parse(answer.text).iter():
        name = str(element.tag).removeprefix(HTML)
        if element.get("id"):
            document.anchors.add(element.get("id", ""))
        if (address := element.get(ADDRESSES.get(name, ""))) is not None:
            document.links.add(urljoin(str(answer.url), address))
        if name == "form" and element.get("method") != "dialog":
            to = document.posts_to if element.get("method") == "post" else document.links
            to.add(urljoin(str(answer.url), element.get("action")))
    return document


def place(link: str) -> str:
    """What is there: less the place on the page, and less where one goes from there, which it only takes along."""
    return TAKEN_ALONG.sub("", urldefrag(link).url)


def crawl(client: httpx.Client, start: str) -> tuple[dict[str, Document], dict[str, str], list[str]]:
    """What is at each address, where each link was seen first, and what answered with an error."""
    documents: dict[str, Document] = {}
    seen_on = {start: ""}
    broken = []
    waiting = deque([start])
    while waiting:
        url = waiting.popleft()
        if place(url) in documents:
            continue
        assert len(documents) < MOST, "more pages than the demo can have"
        answer = client.get(url)
        if answer.is_error:
            broken.append(f"{answer.status_code} {url}")
        documents[place(url)] = document = read(answer)
        for link in sorted(document.links):
            if link.startswith(start):
                seen_on.setdefault(link, url)
                waiting.append(urldefrag(link).url)
    return documents, seen_on, broken


@pytest.mark.parametrize("by", [None, MEMBER, STAFF])
def test_every_link_and_form_leads_somewhere(demo: DemoBoard, by: str | None) -> None:
    with demo.client(by) as client:
        documents, seen_on, broken = crawl(client, f"{demo.url}/")
    assert len(documents) > 30
    for link in seen_on:
        anchor = urldefrag(link).fragment
        if anchor and anchor not in documents[place(link)].anchors:
            broken.append(f"no {link}")
        if re.search(r"[?&]to=/sign-(in|up)", unquote(link)):
            broken.append(f"round in circles: {link}")
    with demo.client() as visitor:
        # A visitor who sends nothing changes nothing: this asks only whether anybody is there.
        for action in {action for document in documents.values() for action in document.posts_to}:
            status = visitor.post(action).status_code
            if status in (404, 405) or status >= 500:
                broken.append(f"{status} for a form that goes to {action}")
    assert not broken, "\n".join(f"{each}, on {seen_on.get(each.split()[-1])}" for each in broken)
