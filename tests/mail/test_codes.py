"""The mails of codes and of a changed address, as they reach an inbox."""

import re
from email.message import EmailMessage
from typing import Any

from tests.support.codes import ask, mail_board, redeem
from tests.support.people import PASSWORD, Person


def bodies(message: EmailMessage) -> list[str]:
    """As text and as HTML."""
    found = [message.get_body((kind,)) for kind in ("plain", "html")]
    return [str(body.get_content()) for body in found if body]


def code_in(message: EmailMessage) -> str:
    text, _ = bodies(message)
    [code] = set(re.findall(r"\b\d{6}\b", text))
    return str(code)


def test_the_code_that_arrives_is_the_one_that_is_right(post: Any, member: Person) -> None:
    with mail_board(mail_url=post.server.url) as client:
        code_id = ask(client, member.email)
        post.deliver()
        [message] = post.server.to(member.email)
        assert redeem(client, code_id, code_in(message)).status_code == 200
    assert post.rows("status, data") == [("sent", {})]


def test_there_is_no_link_in_it_and_nothing_that_acts(post: Any, member: Person) -> None:
    with mail_board(mail_url=post.server.url) as client:
        ask(client, member.email)
    post.deliver()
    [message] = post.server.to(member.email)
    assert len(bodies(message)) == 2
    for body in bodies(message):
        assert code_in(message) in body
        assert not re.search(r"https?:|href|<form|<img|member", body, re.IGNORECASE)
    assert "List-Unsubscribe" not in message
    assert message["Auto-Submitted"] == "auto-generated"


def test_who_has_no_account_gets_the_same(post: Any, member: Person) -> None:
    with mail_board(mail_url=post.server.url) as client:
        for email in (member.email, "nobody@example.com"):
            ask(client, email)
    post.deliver()
    known, unknown = (
        [body.replace(code_in(message), "") for body in bodies(message)]
        for address in (member.email, "nobody@example.com")
        for message in post.server.to(address)
    )
    assert known == unknown


def test_a_disabled_account_gets_no_mail(post: Any, admin: Person, member: Person) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"}).raise_for_status()
    with mail_board(mail_url=post.server.url) as client:
        ask(client, member.email)
    post.deliver()
    assert post.server.taken == []
    assert post.rows("status, data") == [("failed", {})]


def test_the_old_address_is_told_and_not_which_is_the_new_one(post: Any, member: Person) -> None:
    with mail_board(mail_url=post.server.url) as client:
        code_id = ask(client, "new@example.com")
        post.deliver()
        code = code_in(post.server.to("new@example.com")[0])
        client.headers["Authorization"] = member.client.headers["Authorization"]
        body = {"code_id": code_id, "code": code, "current_password": PASSWORD}
        assert client.put("/v1/users/me/email", json=body).status_code == 200
        post.deliver()
    [message] = post.server.to(member.email)
    assert "another e-mail address" in message["Subject"]
    assert not any("new@example.com" in body for body in bodies(message))
