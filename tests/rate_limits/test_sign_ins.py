"""Failed sign-ins of one account: tolerated a few times, then answered with pauses that grow."""

from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from app.auth.passwords import verify_password
from tests.support.boards import in_parallel
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import assert_too_early, fail_to_sign_in, let_pass, sign_in

TOLERATED = 5
DAY = 86_400
PAUSES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_a_few_failures_cost_nothing(visitor: httpx.Client, member: Person) -> None:
    fail_to_sign_in(visitor, member.email, TOLERATED)
    assert sign_in(visitor, member.email).status_code == 200


def test_pauses_double_up_to_a_quarter_of_an_hour(visitor: httpx.Client, member: Person, superuser: Engine) -> None:
    fail_to_sign_in(visitor, member.email, TOLERATED)
    seen = []
    for _ in PAUSES:
        fail_to_sign_in(visitor, member.email)
        seen.append(assert_too_early(sign_in(visitor, member.email)))
        let_pass(superuser, seen[-1])
    assert seen == PAUSES
    assert sign_in(visitor, member.email).status_code == 200


def test_asking_during_a_pause_does_not_prolong_it(visitor: httpx.Client, member: Person, superuser: Engine) -> None:
    fail_to_sign_in(visitor, member.email, TOLERATED + 1)
    for _ in range(5):
        assert assert_too_early(sign_in(visitor, member.email, "wrong")) == 1
    let_pass(superuser, 1)
    fail_to_sign_in(visitor, member.email)
    assert assert_too_early(sign_in(visitor, member.email)) == 2


SPELLINGS = [
    *("member@example.com", "MEMBER@EXAMPLE.COM", "Member@Example.com", " member@example.com", "member@example.com  "),
]


@pytest.mark.parametrize("other", SPELLINGS)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_counter_however_the_address_is_spelt(
    visitor: httpx.Client, member: Person, spelling: str, other: str
) -> None:
    fail_to_sign_in(visitor, spelling, TOLERATED)
    fail_to_sign_in(visitor, other)
    assert_too_early(sign_in(visitor, member.email))


@pytest.mark.parametrize("who", ["known", "unknown", "disabled", "deleted", "no address", "unstorable"])
def test_whoever_it_is_the_answers_are_the_same(visitor: httpx.Client, admin: Person, member: Person, who: str) -> None:
    """Else the limit would tell which addresses have an account."""
    if who == "disabled":
        admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"})
    if who == "deleted":
        member.client.delete("/v1/users/me")
    known = ("known", "disabled", "deleted")
    email = member.email if who in known else {"no address": " ", "unstorable": "a\0@example.com"}.get(who, "nobody")
    bodies = []
    for _ in range(TOLERATED + 1):
        answer = sign_in(visitor, email, "a wrong password")
        assert answer.status_code == 400
        bodies.append(answer.text)
    assert len(set(bodies)) == 1
    assert assert_too_early(sign_in(visitor, email)) == 1


def test_success_forgives_the_account(visitor: httpx.Client, member: Person) -> None:
    for _ in range(3):
        fail_to_sign_in(visitor, member.email, TOLERATED)
        assert sign_in(visitor, member.email).status_code == 200


def test_one_account_is_not_another(visitor: httpx.Client, admin: Person, member: Person) -> None:
    fail_to_sign_in(visitor, member.email, TOLERATED + 1)
    assert sign_in(visitor, admin.email).status_code == 200


@pytest.mark.parametrize(("seconds", "is_forgotten"), [(DAY - 60, False), (DAY + 1, True)])
def test_after_a_day_all_is_forgotten(
    visitor: httpx.Client, member: Person, superuser: Engine, seconds: float, is_forgotten: bool
) -> None:
    fail_to_sign_in(visitor, member.email, TOLERATED + 1)
    let_pass(superuser, seconds)
    fail_to_sign_in(visitor, member.email)
    answer = sign_in(visitor, member.email)
    if is_forgotten:
        assert answer.status_code == 200
    else:
        assert assert_too_early(answer) == 2


def test_of_many_guesses_at_once_only_the_first_few_count(
    visitor: httpx.Client, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one request hashes the right password, others fail often enough: it must look as wrong as they do."""
    calls = iter(range(TOLERATED + 2))

    def fail_elsewhere_meanwhile(*arguments: Any) -> bool:
        if next(calls) == 0:
            in_parallel([lambda elsewhere: fail_to_sign_in(elsewhere, member.email, TOLERATED + 1)])
        return verify_password(*arguments)

    monkeypatch.setattr("app.auth.password_check.verify_password", fail_elsewhere_meanwhile)
    fail_to_sign_in(visitor, member.email, password=PASSWORD)


def test_guessing_at_the_change_of_a_password_counts_too(
    visitor: httpx.Client, member: Person, superuser: Engine
) -> None:
    """Who found an open session must not find there what the sign-in refuses."""
    wrong = {"current_password": "a wrong password", "new_password": "another horse battery"}
    right = wrong | {"current_password": PASSWORD}
    for _ in range(TOLERATED + 1):
        assert_problem(member.client.put("/v1/users/me/password", json=wrong), 403)
    answer = member.client.put("/v1/users/me/password", json=right)
    assert_problem(answer, 429)
    assert answer.headers["Retry-After"] == "1"
    assert_too_early(sign_in(visitor, member.email))
    let_pass(superuser, 1)
    assert member.client.put("/v1/users/me/password", json=right).status_code == 204


def test_a_password_that_only_follows_the_rules_costs_nothing(people: People, visitor: httpx.Client) -> None:
    """Refusals for other reasons than the password are no failed sign-in."""
    member = people.join("Clumsy")
    for _ in range(TOLERATED + 2):
        assert visitor.post("/v1/auth/token", data={"grant_type": "password", "username": member.email}).is_error
        common = {"current_password": PASSWORD, "new_password": "password"}
        assert_problem(member.client.put("/v1/users/me/password", json=common), 422)
    assert sign_in(visitor, member.email).status_code == 200
