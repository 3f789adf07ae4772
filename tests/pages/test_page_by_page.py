"""Lists of pages lead on to the next part, and from any other back to the first."""

import html
import re

import httpx

from tests.support.people import Person


def links(client: httpx.Client, path: str) -> list[str]:
    """Those that lead to a part of the list."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return re.findall(r'href="(/\?limit=[^"]*)"', html.unescape(answer.text))


def test_a_list_leads_on_and_back(visitor: httpx.Client, admin: Person) -> None:
    admin.post_idea("First")
    admin.post_idea("Second")
    [following] = links(visitor, "/?limit=1&sort=newest")
    assert following.startswith("/?limit=1&sort=newest&cursor=")
    assert links(visitor, following) == ["/?limit=1&sort=newest"]
    assert links(visitor, "/?limit=2&sort=newest") == []
