"""What a browser that was never here loads for the board: little, and from nowhere else."""

import random
import re
import string

import httpx

from app.pages.response.assets import path_of
from tests.support.people import Person

MOST = 40_000  # Bytes: of all answers, their headers included.
LINK = re.compile(r'<(?:link|script|img|iframe|source|object)\b[^>]*?\b(?:href|src|data)="([^"]*)"')


def wire_size(answer: httpx.Response) -> int:
    """As HTTP/1.1 writes it, compressed."""
    assert answer.headers["content-encoding"] == "gzip"
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.multi_items())
    return headers + int(answer.headers["content-length"])


def test_a_first_visit_is_small_whatever_people_wrote(visitor: httpx.Client, admin: Person) -> None:
    """The longest titles and texts, of letters at random. The build's brotli makes the files a tenth smaller yet."""
    for seed in range(20):
        letters = random.Random(seed).choices(string.ascii_letters + " ", k=1_200)
        admin.post_idea("".join(letters[:200]), "".join(letters[200:]))
    page = visitor.get("/", headers={"Accept-Encoding": "gzip"})
    assert page.text.count('<li class="card"') == 20
    loaded = [path for path in LINK.findall(page.text) if path.startswith("/assets/")]
    loaded += re.findall(r's\.src="([^"]+)"', page.text)
    assert {path.rpartition(".")[2] for path in loaded} == {"css", "js", "svg"}
    sizes = [wire_size(visitor.get(path, headers={"Accept-Encoding": "gzip"})) for path in loaded]
    assert wire_size(page) + sum(sizes) <= MOST


def test_nothing_is_loaded_from_elsewhere(visitor: httpx.Client, admin: Person) -> None:
    post = admin.post_idea("Dark mode", "![x](https://tracker.example/x.png) https://example.com")
    for path in ("/", f"/posts/{post['id']}/dark-mode"):
        text = visitor.get(path).text.replace("&#x2f;", "/")
        assert {link.partition("/")[0] for link in LINK.findall(text) if "://" not in link} == {""}
        assert [link for link in LINK.findall(text) if "://" in link] == [f"https://board.example.com{path}"]
    style = visitor.get(re.findall(r'"(/assets/[^"]+\.css)"', text)[0]).text
    assert "url(" not in style
    assert "@import" not in style
    assert "@font-face" not in style


def test_a_file_is_kept_for_good_where_it_is_of_this_version(visitor: httpx.Client) -> None:
    """A page of another version gets it all the same, for this once."""
    current = path_of("heed.css")
    assert visitor.get(current).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    stem, _, rest = current.partition(".")
    other = visitor.get(f"{stem}.{'0' * 10}.{rest.partition('.')[2]}")
    assert (other.status_code, other.headers["Cache-Control"]) == (200, "no-store")
    for name in ("heed.css", "nothing.0123456789.css", "heed.0123456789.py", "heed"):
        assert visitor.get(f"/assets/{name}").status_code == 404
