"""GET /v1/posts?q= and GET /v1/posts/similar"""

import httpx
import pytest

from tests.support.people import Person

IDEAS = {
    "Dark mode": "My eyes hurt at night.",
    "Keyboard shortcuts": "Navigating with the keyboard would be faster.",
    "Export as CSV": "Accounting wants 100% of the data.",
    "Übersetzung ins Deutsche": "Eine deutsche Oberfläche.",
    "Nightly reports": "Send a report by mail every night.",
    "Modes of payment": "Cards and invoices.",
}


@pytest.fixture
def board(admin: Person) -> dict[str, int]:
    return {title: admin.post_idea(title, content)["id"] for title, content in IDEAS.items()}


def search(client: httpx.Client, q: str, **filters: str) -> list[str]:
    answer = client.get("/v1/posts", params={"q": q, **filters})
    assert answer.status_code == 200, answer.text
    return [post["title"] for post in answer.json()["items"]]


@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ("dark", ["Dark mode"]),
        ("DARK MODE", ["Dark mode"]),
        ("eyes", ["Dark mode"]),
        ("reporting", ["Nightly reports"]),  # The same word, in English.
        ("keyb", ["Keyboard shortcuts"]),  # Half typed.
        ("export c", ["Export as CSV"]),
        ('"dark mode"', ["Dark mode"]),
        ("mode -dark", ["Modes of payment"]),
        ("shortcuts or csv", ["Export as CSV", "Keyboard shortcuts"]),
        ("eyes or accounting cards", ["Dark mode"]),  # The second side has both words.
        ("keybord", ["Keyboard shortcuts"]),  # A typo: found by likeness where no word matches.
        ("übersetzung", ["Übersetzung ins Deutsche"]),
        ("keybord -shortcuts", ["Keyboard shortcuts"]),  # What is like it is all that there is.
        ("-the", []),
        ("zzz -dark", []),
    ],
)
def test_finds(visitor: httpx.Client, board: dict[str, int], q: str, titles: list[str]) -> None:
    assert sorted(search(visitor, q)) == titles


def test_the_likest_comes_first(visitor: httpx.Client, board: dict[str, int]) -> None:
    assert search(visitor, "drak mode")[0] == "Dark mode"


@pytest.mark.parametrize(
    "q", ["%", "_", "%zz%", "\\", "' OR 1=1--", ":*", "&|!()", "a & | b", '"', "-", "<->", "zzzzzz", "😀", "-dark"]
)
def test_nothing_is_a_wildcard_or_an_operator(visitor: httpx.Client, board: dict[str, int], q: str) -> None:
    assert search(visitor, q) == []


def test_the_title_weighs_more_than_the_content(visitor: httpx.Client, admin: Person) -> None:
    admin.post_idea("A word in the content", "Invoices, and invoices again.")
    admin.post_idea("Invoices")
    assert search(visitor, "invoices") == ["Invoices", "A word in the content"]


def test_pages_and_sorts_and_filters_combine(visitor: httpx.Client, admin: Person, member: Person) -> None:
    titles = [f"Invoice number {number}" for number in range(5)]
    for title in titles:
        admin.post_idea(title)
    member.post_idea("Invoice of mine")
    assert search(visitor, "invoice", author=str(member.id)) == ["Invoice of mine"]
    assert search(visitor, "invoice", sort="newest") == ["Invoice of mine", *reversed(titles)]
    seen, url = [], "/v1/posts?q=invoice&limit=4"
    while url:
        answer = visitor.get(url)
        seen += [post["title"] for post in answer.json()["items"]]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    assert sorted(seen) == sorted([*titles, "Invoice of mine"])


def test_hidden_posts_are_not_found(visitor: httpx.Client, admin: Person, board: dict[str, int]) -> None:
    assert admin.client.patch(f"/v1/posts/{board['Dark mode']}", json={"visibility": "hidden"}).status_code == 200
    assert search(visitor, "eyes") == []
    assert "Dark mode" in search(admin.client, "eyes")
    assert "Dark mode" not in similar(visitor, "dark mode please")


def similar(client: httpx.Client, title: str) -> list[str]:
    answer = client.get("/v1/posts/similar", params={"title": title})
    assert answer.status_code == 200, answer.text
    return [post["title"] for post in answer.json()["items"]]


@pytest.mark.parametrize("title", ["Dark mode", "please add a dark theme", "drak mode", "darkmode", "darky moder"])
def test_similar_finds_what_was_asked(visitor: httpx.Client, board: dict[str, int], title: str) -> None:
    assert similar(visitor, title)[0] == "Dark mode"


def test_similar_is_at_most_five(visitor: httpx.Client, admin: Person) -> None:
    for number in range(8):
        admin.post_idea(f"Invoice number {number}")
    assert len(similar(visitor, "invoice number")) == 5
