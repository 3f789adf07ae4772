"""In which order a search's posts come, rule by rule; and that the words of a duplicate lead to its original"""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.posts.test_search import search, similar
from tests.support.people import Person

# What is typed, and the posts that it finds, the first one first. A content stands behind a colon.
ORDERS = {
    "what was typed, before its stem": ("notification", ["Idea: notification", "Notifications: Notifications"]),
    "what was typed, before what begins so": ("note", ["Idea: a note", "Notebook: notebooks"]),
    "what begins so, before a typo": ("noteb", ["Idea: a notebook", "Noted"]),
    "what was typed, before a typo": ("keyboard", ["Idea: keyboard", "Keybord shortcuts"]),
    "a typo as it was typed, before what was meant": ("keybord", ["Idea: keybord", "Keyboard shortcuts"]),
    "C++ before C": ("c++", ["Idea: C++", "C compiler"]),
    "C# before C": ("C#", ["Idea: in C#", "C and C++"]),
    ".NET before net": (".net", ["Idea: .NET", "Net income"]),
    "titles before contents": ("invoice", ["Invoice of a year", "Idea: invoice, invoice, invoice"]),
    "what stands by itself, before a part": ("node", ["Node support", "node.js support"]),
    "C by itself, before C++": ("c", ["A compiler of the language C", "C++ x"]),
    "C by itself, before C#, in contents": ("c", ["Idea: a compiler of the language C", "One: C# x"]),
    "net by itself, before .NET": ("net", ["What is left as the net income", ".NET"]),
    "setup by itself, before a name with it": ("setup", ["What the whole setup of a board takes", "setup_it"]),
    "side by side, before apart": ("dark mode", ["A dark mode here", "Mode of a dark page"]),
    "side by side in a title, before in a content": ("dark mode", ["The dark mode", "Dark or light mode: dark mode"]),
    "parts side by side, before words apart": ("dark mode", ["Use dark_mode here", "Mode that is dark"]),
    "all in the title, before some": ("dark mode", ["Mode that is dark", "Dark pages: mode"]),
    "more often in a title, before once": ("night", ["Night night zebra", "Night zebra zebra"]),
    "its very accents, before none": ("café", ["Le café", "Le cafe"]),
    "without accents, both": ("cafe", ["Le cafe", "Le café"]),
    "the whole title, before more of it": ("export", ["Export", "Export of all that there is"]),
    "the whole title, in Chinese": ("暗黑模式", ["暗黑模式", "希望支持暗黑模式"]),
    "the kana that was typed": ("バス", ["バス", "ハス"]),
}


@pytest.mark.parametrize("rule", ORDERS)
@pytest.mark.parametrize("last_first", [False, True])
def test_order(visitor: httpx.Client, admin: Person, superuser: Engine, rule: str, last_first: bool) -> None:
    """Whichever was posted first, and has the votes."""
    q, posts = ORDERS[rule]
    for post in reversed(posts) if last_first else posts:
        title, _, content = post.partition(": ")
        admin.post_idea(title, content)
    with superuser.begin() as connection:
        connection.execute(text("UPDATE posts SET votes_count = 100 WHERE id = :id"), {"id": 1 if last_first else 2})
    assert search(visitor, q) == [post.partition(": ")[0] for post in posts]


@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ('"mode dark"', []),
        ('"dark mode"', ["A dark, mode"]),
        ('"dark mode', ["A dark, mode"]),
        ("“dark mode”", ["A dark, mode"]),
        ('"dark mod"', []),
        ('"暗黑模式"', ["希望支持暗黑模式"]),
        ('"黑暗"', []),
        ('"cafés et hôtels"', ["Les cafe\u0301s et ho\u0302tels"]),
        ('"CAFES ET"', ["Les cafe\u0301s et ho\u0302tels"]),
        ('"node.js server"', ["A node.js server"]),
        ('"c++ server"', []),
        ("server -node", []),
        ('dark -"mode dark"', ["A dark, mode"]),
        ('dark -"dark mode"', []),
        ("dark -mode", []),
        ("dark -modes", []),
        ("server or cafes", ["A node.js server", "Les cafe\u0301s et ho\u0302tels"]),
        ("支持 -暗黑", []),
        ("支持 -暗黑模", []),
    ],
)
def test_phrases_and_exclusions(visitor: httpx.Client, admin: Person, q: str, titles: list[str]) -> None:
    for title in ("A dark, mode", "希望支持暗黑模式", "Les cafe\u0301s et ho\u0302tels", "A node.js server"):
        admin.post_idea(title)
    assert sorted(search(visitor, q)) == titles


def merge(admin: Person, duplicate: int, original: int) -> None:
    answer = admin.client.put(f"/v1/posts/{duplicate}/merge", json={"into": original})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("word", ["C++", "C#", ".NET", "F#", "node.js", "50%"])
def test_what_is_similar_has_what_was_typed(visitor: httpx.Client, admin: Person, word: str) -> None:
    """Among titles that are as like it but for their punctuation, and shorter."""
    bare = "".join(filter(str.isalnum, word))
    titles = [f"{bare}{end}" for end in (" x", "- y", "= z", ": v", "& w", "! u")]
    for title in [f"We would like to have support for {word}, please", *titles]:
        admin.post_idea(title)
    assert similar(visitor, word)[0].startswith("We would")


def test_the_words_of_a_duplicate_lead_to_its_original(visitor: httpx.Client, admin: Person) -> None:
    original = admin.post_idea("Dark mode")["id"]
    duplicate = admin.post_idea("Night theme", "A black background, please.")["id"]
    admin.post_idea("Background jobs")
    merge(admin, duplicate, original)
    for q in ("night", "theme", "nigh", "night theme", "black", "blakc", '"night theme"'):
        assert search(visitor, q) == ["Dark mode"], q
        assert search(visitor, q, sort="newest") == ["Dark mode"], q
    assert search(visitor, "background") == ["Background jobs", "Dark mode"]
    assert search(visitor, "night", status="planned") == []
    assert similar(visitor, "Night theme") == similar(visitor, "night theem") == ["Dark mode"]
    assert sorted(search(visitor, "night", updated_since="2020-01-01T00:00:00Z")) == ["Dark mode", "Night theme"]
    admin.client.delete(f"/v1/posts/{duplicate}/merge")
    assert search(visitor, "night") == ["Night theme"]


def test_a_hidden_duplicate_leads_only_staff(visitor: httpx.Client, admin: Person, member: Person) -> None:
    original = admin.post_idea("Dark mode")["id"]
    duplicate = member.post_idea("Night theme", "hunter2")["id"]
    merge(admin, duplicate, original)
    assert search(visitor, "hunter2") == ["Dark mode"]
    assert admin.client.patch(f"/v1/posts/{duplicate}", json={"visibility": "hidden"}).status_code == 200
    for client in (visitor, member.client):
        for q in ("hunter2", "hunter", "hunte2", "night", "nihgt"):
            assert search(client, q) == [], q
            assert similar(client, q) == [], q
    assert search(admin.client, "hunter2") == ["Dark mode"]
    assert admin.client.patch(f"/v1/posts/{original}", json={"visibility": "hidden"}).status_code == 200
    assert search(visitor, "dark") == similar(visitor, "dark mode") == []


def test_what_is_deleted_has_no_words(admin: Person, superuser: Engine) -> None:
    post = admin.post_idea("Marker4711", "marker4712")["id"]
    assert admin.client.delete(f"/v1/posts/{post}").status_code == 204
    assert search(admin.client, "marker4711") == search(admin.client, "marker4712") == []
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM posts WHERE CAST(posts AS text) ILIKE '%marker%'")) == 0
