"""POST /v1/auth/codes, and the grant of the code that was mailed."""

import logging
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.codes import (
    GRANT,
    another,
    ask,
    grow_old,
    mail_board,
    mailed,
    mailed_code,
    redeem,
    sign_in_by_code,
)
from tests.support.oauth import assert_refused
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import sign_in
from tests.support.statements import statements


@pytest.fixture
def client(admin: Person) -> Iterator[httpx.Client]:
    with mail_board() as client:
        yield client


def test_a_code_signs_in_and_verifies_the_address(client: httpx.Client, superuser: Engine, member: Person) -> None:
    assert member.client.get("/v1/users/me").json()["email_verified"] is False
    code_id = ask(client, member.email)
    assert mailed(superuser) == [("code", member.email)]
    answer = redeem(client, code_id, mailed_code(superuser, member.email))
    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert answer.headers["Cache-Control"] == "no-store"
    me = client.get("/v1/users/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"}).json()
    assert (me["id"], me["email_verified"]) == (member.id, True)
    refresh = {"grant_type": "refresh_token", "refresh_token": answer.json()["refresh_token"]}
    assert client.post("/v1/auth/token", data=refresh).status_code == 200


def test_it_is_good_for_one_use(client: httpx.Client, superuser: Engine, member: Person) -> None:
    code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    assert redeem(client, code_id, code).status_code == 200
    assert_refused(redeem(client, code_id, code))


def test_a_new_code_ends_the_old_one(client: httpx.Client, superuser: Engine, member: Person) -> None:
    old = ask(client, member.email), mailed_code(superuser, member.email)
    new = ask(client, member.email.upper()), mailed_code(superuser, member.email)
    assert_refused(redeem(client, *old))
    assert redeem(client, *new).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(14 * 60 + 50, 200), (15 * 60 + 1, 400)])
def test_it_lives_for_fifteen_minutes(
    client: httpx.Client, superuser: Engine, member: Person, seconds: int, status: int
) -> None:
    code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    grow_old(superuser, seconds)
    assert redeem(client, code_id, code).status_code == status


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n", "{:.3} {}"])
def test_blanks_are_no_part_of_it(client: httpx.Client, superuser: Engine, member: Person, typed: str) -> None:
    code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    spaced = typed.format(code[:3], code[3:]) if ":.3" in typed else typed.format(code)
    assert redeem(client, code_id, f"{spaced:101}").status_code == 400, "of a hundred characters at most"
    assert redeem(client, code_id, f"{spaced:100}").status_code == 200


def test_known_unknown_and_disabled_addresses_are_answered_alike(
    client: httpx.Client, superuser: Engine, admin: Person, member: Person, people: People
) -> None:
    """The same status, the same shape, the same statements. A disabled account's mail is out of date at once."""
    disabled = people.join("Disabled")
    admin.client.patch(f"/v1/users/{disabled.id}", json={"status": "disabled"}).raise_for_status()
    ask(client, "first@example.com")
    seen = {}
    for email in (member.email, "nobody@example.com", disabled.email):
        with statements() as sent:
            answer = client.post("/v1/auth/codes", json={"email": email})
        headers = set(answer.headers) - {"x-request-id"}
        seen[email] = (answer.status_code, headers, len(answer.json()["code_id"]), sent)
    first, *others = seen.values()
    assert first[0] == 202
    assert others == [first, first]
    assert [address for _, address in mailed(superuser)] == ["first@example.com", member.email, "nobody@example.com"]


def test_a_disabled_account_stays_out(client: httpx.Client, superuser: Engine, admin: Person, member: Person) -> None:
    """Also with the code that was mailed before, and nobody makes a second account for its address."""
    code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"}).raise_for_status()
    answer = redeem(client, code_id, code)
    assert_refused(answer)
    assert answer.json() == redeem(client, "unknown", "123456").json()
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM users")) == 2
        assert connection.scalar(text("SELECT count(*) FROM sessions WHERE user_id = :id"), {"id": member.id}) == 0


def test_who_has_no_account_gets_one(client: httpx.Client, superuser: Engine) -> None:
    newcomer = sign_in_by_code(client, superuser, "new@example.com")
    me = newcomer.client.get("/v1/users/me").json()
    assert (me["name"], me["role"], me["email"], me["email_verified"]) == (
        "New member", "member", "new@example.com", True,
    )  # fmt: skip
    assert newcomer.client.patch("/v1/users/me", json={"name": "Ada"}).json()["name"] == "Ada"
    newcomer.post_idea()
    assert sign_in_by_code(client, superuser, "new@example.com").id == newcomer.id
    assert sign_in(client, "new@example.com", PASSWORD).status_code == 400


def test_the_first_one_of_an_empty_board_is_its_admin(visitor: httpx.Client, superuser: Engine) -> None:
    with mail_board() as client:
        first = sign_in_by_code(client, superuser, "new@example.com")
        assert first.client.get("/v1/users/me").json()["role"] == "admin"
    with mail_board(setup_token="0123456789abcdef0123456789abcdef") as client:
        second = sign_in_by_code(client, superuser, "second@example.com")
        assert second.client.get("/v1/users/me").json()["role"] == "member"


def test_nothing_is_left_of_whoever_had_the_account_before_its_address_was_verified(
    client: httpx.Client, superuser: Engine, people: People, member: Person
) -> None:
    """Somebody else may have signed up with the address, to be let in when its owner comes."""
    owner = sign_in_by_code(client, superuser, member.email)
    assert owner.id == member.id
    assert_problem(member.client.get("/v1/users/me"), 401)
    assert_refused(sign_in(client, member.email, PASSWORD))
    owner.client.put("/v1/users/me/password", json={"new_password": "another horse"}).raise_for_status()
    elsewhere = sign_in_by_code(client, superuser, member.email)
    assert owner.client.get("/v1/users/me").status_code == 200
    assert elsewhere.client.get("/v1/users/me").status_code == 200
    assert sign_in(client, member.email, "another horse").status_code == 200


def test_without_mail_there_are_no_codes(visitor: httpx.Client, superuser: Engine, member: Person) -> None:
    for email in (member.email, "nobody@example.com"):
        problem = assert_problem(visitor.post("/v1/auth/codes", json={"email": email}), 409)
        assert problem["type"] == "urn:problem-type:heed:mail-off"
    assert mailed(superuser) == []


def test_only_hashes_are_stored(client: httpx.Client, superuser: Engine, member: Person) -> None:
    code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    with superuser.connect() as connection:
        row = connection.execute(text("SELECT * FROM email_codes")).one()
    kept = [bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value) for value in row]
    assert code_id not in " ".join(kept)
    assert code not in kept
    assert len(row.code_hash) == len(row.id_hash) == 32


def test_who_only_opens_addresses_uses_up_nothing(client: httpx.Client, superuser: Engine, member: Person) -> None:
    """As scanners of mail do: there is nothing to open that acts, also where they knew the id."""
    code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    query = {"grant_type": GRANT, "code_id": code_id, "code": code}
    for path in ("/v1/auth/token", "/v1/auth/codes", "/v1/users/me/email"):
        for method in ("GET", "HEAD", "OPTIONS"):
            assert client.request(method, path, params=query).status_code == 405
    assert_refused(client.post("/v1/auth/token", params=query), "invalid_request")
    assert redeem(client, code_id, code).status_code == 200


@pytest.mark.parametrize("form", [{"code_id": "x"}, {"code": "123456"}, {}])
def test_a_parameter_that_is_missing(client: httpx.Client, form: dict[str, str]) -> None:
    assert_refused(client.post("/v1/auth/token", data={"grant_type": GRANT, **form}), "invalid_request")


@pytest.mark.parametrize(
    "wrong", ["", "\0", "1" * 100_000, "\u0661\u0662\u0663\u0664\u0665\u0666", "123456' OR 1=1", "\ud800"]
)
def test_whatever_is_sent_as_a_code_or_an_id(client: httpx.Client, wrong: str) -> None:
    encoded = wrong.encode(errors="surrogatepass")
    for form in ({"code_id": encoded, "code": b"123456"}, {"code_id": b"unknown", "code": encoded}):
        assert client.post("/v1/auth/token", data={"grant_type": GRANT, **form}).status_code == 400


def test_what_the_log_tells(
    client: httpx.Client, superuser: Engine, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    caplog.set_level(logging.DEBUG, logger="heed")
    code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
    redeem(client, code_id, another(code))
    redeem(client, code_id, code)
    ours = [record for record in caplog.records if record.name.startswith("heed")]
    events = [(vars(each)["event"], vars(each).get("user_id")) for each in ours if each.name == "heed.security"]
    assert events == [("code_requested", member.id), ("code_refused", None), ("signed_in_by_code", member.id)]
    for record in ours:
        assert not any(secret in f"{record.getMessage()} {vars(record)}" for secret in (member.email, code_id))
        assert code not in record.getMessage()
