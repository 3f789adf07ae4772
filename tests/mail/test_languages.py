"""A mail is in its reader's language: the one they chose, else the one they asked in, else the board's."""

import json
from collections.abc import Callable, Iterator

import pytest
from minijinja import TemplateError

from app.dispatch.outbox import Outbox
from app.languages import CODES
from app.languages.language import get_language
from app.mail.rendering import TEMPLATES, render
from app.settings.config import load_settings
from tests.mail.conftest import MAIL, Post
from tests.support.codes import ask, mail_board
from tests.support.comments import comment
from tests.support.merges import merge
from tests.support.people import People, Person


@pytest.fixture
def board_in(post: Post) -> Iterator[Callable[[str], None]]:
    """Gives the board another LANGUAGE."""
    outboxes = [post.outbox]

    def start(language: str) -> None:
        post.outbox = Outbox(load_settings(mail_url=post.server.url, language=language, **MAIL))
        outboxes.append(post.outbox)

    yield start
    for outbox in outboxes[1:]:
        outbox.engine.dispose()


def reads(post: Post, person: Person, code: str | None) -> None:
    post.execute("UPDATE users SET language = :code WHERE id = :id", code=code, id=person.id)


def arrived(post: Post, address: str) -> tuple[str, str, str]:
    """Subject, text and HTML of the one mail that came."""
    post.deliver()
    [mail] = post.server.to(address)
    post.server.taken.clear()
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text
    assert html
    return mail["Subject"], text.get_content().replace("\r\n", "\n"), html.get_content()


def answer(staff: Person, idea: int, status: str) -> None:
    staff.client.put(f"/v1/posts/{idea}/status", json={"status": status}).raise_for_status()


def test_a_follower_is_told_in_the_language_they_chose(post: Post, admin: Person, member: Person) -> None:
    idea = int(member.post_idea("C++ (new)")["id"])
    reads(post, member, "de")
    answer(admin, idea, "planned")
    subject, text, html = arrived(post, member.email)
    assert subject == "C++ (new): geplant"
    assert text.startswith("„C++ (new)“ ist jetzt: geplant\n")
    assert "Du folgst dieser Idee." in text
    assert '<html lang="de" dir="ltr">' in html
    assert "ist jetzt: <strong>geplant</strong>" in html
    assert "Diese Mails abbestellen" in html
    reads(post, member, "ar")
    answer(admin, idea, "started")
    subject, text, html = arrived(post, member.email)
    assert subject == "\u2068C++ (new)\u2069: قيد التنفيذ", "the title keeps its order, and what keeps it there"
    assert "تتابع هذه الفكرة" in text
    assert '<html lang="ar" dir="rtl">' in html
    reads(post, member, None)
    answer(admin, idea, "completed")
    assert arrived(post, member.email)[0] == "C++ (new): completed"


def test_a_digest_counts_by_the_plural_rule_and_names_nobody_who_is_gone(
    post: Post, admin: Person, member: Person, people: People
) -> None:
    idea = int(member.post_idea("Dark mode")["id"])
    reads(post, member, "ar")
    comment(admin, idea, "First.")
    leaves = people.join("Leaves")
    comment(leaves, idea, "Second.")
    leaves.client.delete("/v1/users/me").raise_for_status()
    post.deliver()
    post.make_due()
    subject, text, _ = arrived(post, member.email)
    assert subject == "مستجدان على اللوحة"
    assert "عضو محذوف" in text
    assert "Deleted member" not in text


def test_the_boards_language_is_for_who_has_chosen_none(
    post: Post, admin: Person, member: Person, board_in: Callable[[str], None]
) -> None:
    board_in("french")
    idea = member.post_idea("Dark mode")["id"]
    merge(admin, idea, admin.post_idea("Night mode")["id"])
    subject, text, html = arrived(post, member.email)
    assert subject == "Dark mode : fusionnée"
    assert "«\u00a0Dark mode\u00a0» fait maintenant partie de «\u00a0Night mode\u00a0»" in text
    assert '<html lang="fr" dir="ltr">' in html


def test_a_code_is_in_the_language_that_it_was_asked_for_in(
    post: Post, member: Person, board_in: Callable[[str], None]
) -> None:
    board_in("spanish")
    reads(post, member, "pt")
    subjects = []
    with mail_board(mail_url=post.server.url) as client:
        for email, asked_for in (("new@example.com", "ja"), ("new@example.com", None), (member.email, "ja")):
            ask(client, email)
            if asked_for:
                more = json.dumps({"language": asked_for})
                post.execute("UPDATE deliveries SET data = data || CAST(:more AS jsonb) WHERE data <> '{}'", more=more)
            subjects.append(arrived(post, email)[0][:-6])
    assert subjects == ["認証コード：", "Tu código: ", "Seu código: "]


def test_a_language_that_there_is_not_stops_no_mail(post: Post, member: Person) -> None:
    with mail_board(mail_url=post.server.url) as client:
        ask(client, "new@example.com")
        post.execute("""UPDATE deliveries SET data = data || '{"language": "../xx"}'""")
        assert arrived(post, "new@example.com")[0].startswith("Your code")


@pytest.mark.parametrize("code", CODES)
def test_every_mail_is_in_every_language(code: str) -> None:
    """Two of them say the same only where they say nothing but what people typed."""
    item = {
        "post": {"id": 1, "title": "123", "content": "456"},
        "comment": {"id": 1, "content": "789"},
        "change": {"status": "planned", "response": None},
        "original": {"id": 2, "title": "0"},
        "actor": "5",
        "entry": {"id": 3, "title": "6", "content": "7"},
        "posts": [{"id": 1, "title": "8"}],
    }
    kinds = ("comments", "status_changes", "merges", "pending_posts", "new_posts", "changelog")
    values = {**item, "items": [{**item, "kind": kind} for kind in kinds], "code": "123456", "board_url": ""}
    for path in TEMPLATES.glob("*.txt"):
        if path.stem == "layout":
            continue
        with pytest.raises(TemplateError):
            render(path.stem, get_language(code))
        mail = render(path.stem, get_language(code), unsubscribe_url="/stop", **values)
        english = render(path.stem, get_language("en"), unsubscribe_url="/stop", **values)
        if code != "en":
            shared = set(mail.text.splitlines()) & set(english.text.splitlines())
            assert not [line for line in shared if any(map(str.isalpha, line)) and not line.startswith("/")]
