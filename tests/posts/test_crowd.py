"""GET /v1/posts?q= and GET /v1/posts/similar where many posts match"""

from base64 import urlsafe_b64decode

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.posts.test_list import walk
from tests.posts.test_search import search, similar
from tests.support.indexing import index_posts
from tests.support.people import Person


def add_posts(superuser: Engine, author: Person, count: int, title: str, content: str = "", **columns: str) -> None:
    """Posts whose columns are SQL, of the `number` of each."""
    names = "".join(f", {name}" for name in columns)
    values = "".join(f", {value}" for value in columns.values())
    statement = f"""
        INSERT INTO posts (author_id, title, content{names})
        SELECT :author_id, replace(:title, '#', CAST(number AS text)), :content{values}
        FROM generate_series(1, :count) AS number
    """
    with superuser.begin() as connection:
        values_of_these = {"author_id": author.id, "title": title, "content": content, "count": count}
        connection.execute(text(statement), values_of_these)
        index_posts(superuser)
        connection.execute(text("ANALYZE posts"))


def update(superuser: Engine, change: str) -> None:
    with superuser.begin() as connection:
        connection.execute(text(f"UPDATE posts SET {change}"))


@pytest.fixture
def crowd(superuser: Engine, admin: Person) -> None:
    """Five thousand posts, all with the same words in the content, and some of them in the title."""
    hidden = "CASE WHEN number < 1000 THEN 'hidden' ELSE 'public' END"
    add_posts(
        superuser, admin, 5000, "Dark mode of an editor #", "The dark mode of the editor, please.", visibility=hidden
    )


@pytest.mark.usefixtures("crowd")
def test_the_very_title_is_found(visitor: httpx.Client, admin: Person) -> None:
    for title in ("Dark mode of the editor", "100%_dark \\ mode", "mode"):
        admin.post_idea(title)
        assert similar(visitor, title)[0] == title
        assert similar(visitor, title.upper())[0] == title


@pytest.mark.usefixtures("crowd")
def test_hidden_posts_crowd_nothing_out(visitor: httpx.Client, superuser: Engine) -> None:
    update(superuser, "visibility = 'hidden' WHERE title <> 'Dark mode of an editor 5000'")
    for found in (search(visitor, "editor"), search(visitor, "dark editro"), similar(visitor, "editor")):
        assert found == ["Dark mode of an editor 5000"]


@pytest.mark.usefixtures("crowd")
def test_similar_to_a_title_without_words(visitor: httpx.Client) -> None:
    for title in ("!?", "…", "-", "%", "😀"):
        assert similar(visitor, title) == [], title


def test_filters_crowd_nothing_out(visitor: httpx.Client, superuser: Engine, admin: Person, member: Person) -> None:
    answered = "CASE WHEN number > 990 THEN 'planned' ELSE 'open' END"
    add_posts(superuser, admin, 1000, "An editor #", status=answered)
    add_posts(superuser, member, 10, "My editor #")
    update(superuser, "updated_at = '2099-01-01' WHERE title IN ('An editor 7', 'An editor 77')")
    update(superuser, "visibility = 'pending' WHERE title = 'An editor 500'")
    update(superuser, "merged_into_id = 1 WHERE id BETWEEN 2 AND 400")
    assert len(search(visitor, "editor", status="planned")) == 10
    assert len(search(visitor, "editor", author=str(member.id))) == 10
    assert search(admin.client, "editor", visibility="pending") == ["An editor 500"]
    assert sorted(search(visitor, "editor", updated_since="2098-01-01T00:00:00Z")) == ["An editor 7", "An editor 77"]
    assert len(search(visitor, "editor", limit="100", sort="newest")) == 100


def test_what_is_gone_is_told_beside_what_is_found(visitor: httpx.Client, superuser: Engine, admin: Person) -> None:
    add_posts(superuser, admin, 3, "An editor #")
    add_posts(superuser, admin, 3, "Dark mode #")
    update(superuser, "visibility = 'hidden' WHERE title IN ('An editor 2', 'Dark mode 2')")
    answer = visitor.get("/v1/posts?q=editor&updated_since=2020-01-01T00:00:00Z").json()
    assert sorted(post["title"] for post in answer["items"]) == ["An editor 1", "An editor 3"]
    assert sorted(answer["gone"]) == [2, 5]


def test_what_is_gone_keeps_its_words(visitor: httpx.Client, superuser: Engine, admin: Person) -> None:
    """Neither its place among others nor a cursor tells how well it would match."""
    add_posts(superuser, admin, 4, "Idea #", "The password is hunter2.")
    update(superuser, "visibility = 'hidden', updated_at = '2030-01-01' WHERE id IN (2, 3)")
    pages = {}
    for q in ("idea", "hunter2", "hun", "nonsense"):
        query = {"q": q, "updated_since": "2029-01-01T00:00:00Z", "limit": "1"}
        answer = visitor.get("/v1/posts", params=query).json()
        signed = urlsafe_b64decode(answer["next"] + "==")
        pages[q] = answer["gone"], signed[signed.rindex(b'["') :]
    assert pages["hunter2"] == pages["hun"] == pages["nonsense"] == pages["idea"]


def test_a_sort_is_one_of_all_that_match(visitor: httpx.Client, superuser: Engine, admin: Person) -> None:
    """While people vote, too: a row that changes moves to another place in the table."""
    add_posts(superuser, admin, 400, "An editor #", created_at="now() + number * interval '1 s'", votes_count="number")
    assert search(visitor, "editor", sort="votes")[0] == search(visitor, "editor", sort="newest")[0] == "An editor 400"
    seen = []
    for page in walk(visitor, "/v1/posts?q=editor&sort=newest&limit=100"):
        seen += page
        update(superuser, "votes_count = votes_count + 1 WHERE id < 90")
    assert seen == list(range(400, 0, -1))


def test_words_that_begin_so_are_found_beside_the_word(visitor: httpx.Client, superuser: Engine, admin: Person) -> None:
    add_posts(superuser, admin, 220, "Key number #")
    add_posts(superuser, admin, 40, "Keyboard number #")
    assert len({post for page in walk(visitor, "/v1/posts?q=key&limit=100") for post in page}) == 260


def test_the_same_question_has_the_same_answer(visitor: httpx.Client, superuser: Engine, admin: Person) -> None:
    """A table of 10 MB is one that PostgreSQL reads with several processes, and from where another reader is."""
    padding = "x" * 700
    add_posts(superuser, admin, 14_000, "An editor #", padding, votes_count="mod(number, 500)")
    for path in ("/v1/posts?q=editor&limit=50", "/v1/posts?q=editor&sort=votes", "/v1/posts/similar?title=an+editor"):
        answers = {tuple(post["id"] for post in visitor.get(path).json()["items"]) for _ in range(6)}
        assert len(answers) == 1
    seen = [post for page in walk(visitor, "/v1/posts?q=editor&limit=50") for post in page]
    assert len(seen) == len(set(seen)) == 300
