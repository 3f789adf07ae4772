"""A browser without a screen: it opens pages, fills in their forms, follows where they lead, and keeps its cookies."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import httpx

from tests.support.people import PASSWORD

REDIRECTS = {301: "GET", 303: "GET", 307: "POST"}
Files = dict[str, tuple[str, bytes]]
TYPED = ("color", "date", "datetime-local", "email", "number", "password", "search", "text")


@dataclass
class Shown:
    """What the browser has got: the last answer, and the statuses on the way to it."""

    answer: httpx.Response
    statuses: list[int] = field(default_factory=list)

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def path(self) -> str:
        return self.answer.request.url.raw_path.decode()

    @cached_property
    def document(self) -> Element:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        document: Element = parser.parse(self.answer.text)
        return document

    @cached_property
    def content(self) -> Element:
        [main] = self.document.iter("main")
        return main

    @property
    def text(self) -> str:
        """What a person reads, less the frame round it."""
        return " ".join("".join(self.content.itertext()).split())

    @property
    def heading(self) -> str:
        [heading] = self.content.iter("h1")
        return "".join(heading.itertext()).strip()

    def form(self, action: str, **has: str) -> Element:
        """The one form that is sent to this path and has controls with these values."""
        forms = [each for each in self.document.iter("form") if urlsplit(each.get("action", "")).path == action]
        found = [each for each in forms if has.items() <= {(c.get("name"), c.get("value")) for c in each.iter()}]
        assert len(found) == 1, f"{len(found)} forms to {action} on {self.path}: {self.text}"
        return found[0]

    def control(self, name: str) -> Element:
        """The first of this name that a person sees."""
        named = (each for each in self.content.iter() if each.get("name") == name)
        return next(each for each in named if each.get("type") != "hidden")

    def described(self, name: str) -> str:
        """What is said of a control: its hint, or what is wrong with it."""
        ids = self.control(name).get("aria-describedby", "").split()
        return " ".join("".join(each.itertext()) for each in self.document.iter() if each.get("id") in ids)


class Browser:
    def __init__(self, client: httpx.Client, **headers: str) -> None:
        """`client`: whose way to the board is taken; its cookies are not."""
        accept = {"Accept": "text/html,application/xhtml+xml", **headers}
        self.client = httpx.Client(transport=client._transport, base_url=client.base_url, headers=accept)

    @property
    def cookies(self) -> dict[str, str]:
        return {each.name: each.value or "" for each in self.client.cookies.jar}

    def open(self, path: str) -> Shown:
        return self._go("GET", path, None)

    def send(self, path: str, fields: dict[str, Any], files: Files | None = None) -> Shown:
        """As a form of the board does; with files, as one that has a field for them."""
        return self._go("POST", path, fields, files)

    def submit(self, shown: Shown, action: str, press: tuple[str, str] | None = None, /, **typed: str) -> Shown:
        """Types into a form and sends it. `press`: name and value of the button, where that has them."""
        form = shown.form(action, **dict([press] if press else []))
        assert form.get("method") == "post"
        fields = values_of(form)
        unknown = typed.keys() - {each.get("name") for each in form.iter()}  # A box is ticked by its value.
        assert not unknown, f"no field for {unknown}"
        return self.send(action, {**fields, **typed, **dict([press] if press else [])})

    def sign_in(self, email: str, password: str = PASSWORD) -> Shown:
        shown = self.submit(self.open("/sign-in"), "/sign-in/password", email=email, password=password)
        assert shown.statuses == [303, 200], shown.text
        return shown

    def _go(self, method: str, path: str, fields: dict[str, Any] | None, files: Files | None = None) -> Shown:
        statuses: list[int] = []
        while len(statuses) < 5:
            headers = {"Sec-Fetch-Site": "same-origin"}
            is_form = method == "POST"
            data, attached = fields if is_form else None, files if is_form else None
            answer = self.client.request(method, path, data=data, files=attached, headers=headers)
            statuses.append(answer.status_code)
            if answer.status_code not in REDIRECTS:
                return Shown(answer, statuses)
            method, path = REDIRECTS[answer.status_code], answer.headers["Location"]
            assert path.startswith("/"), "an address elsewhere"
        raise AssertionError(f"too many redirects: {statuses}")


def values_of(form: Element) -> dict[str, str]:
    """What the form sends as it stands, less its buttons (HTML, "constructing the entry list")."""
    values: dict[str, str] = {}
    for each in form.iter():
        name = each.get("name")
        read = READERS.get(each.tag)
        value = read(each) if read and name else None
        if name and value is not None:
            assert name not in values, f"{name} is there twice"
            values[name] = value
    return values


def value_of_input(element: Element) -> str | None:
    kind = element.get("type", "text")
    if kind in ("checkbox", "radio") and element.get("checked") is None:
        return None
    assert kind in (*TYPED, "hidden", "checkbox", "radio"), kind
    return element.get("value", "")


def value_of_select(element: Element) -> str | None:
    options = list(element.iter("option"))
    chosen = [each for each in options if each.get("selected") is not None] or options[:1]
    return chosen[0].get("value") if chosen else None


def value_of_textarea(element: Element) -> str | None:
    return "".join(element.itertext())


READERS: dict[str, Callable[[Element], str | None]] = {
    "input": value_of_input,
    "select": value_of_select,
    "textarea": value_of_textarea,
}
