"""Accounts in waiting, where two are made for one address at the same moment"""

import httpx
from sqlalchemy import Engine, text

from tests.support.backends import wait_for_a_lock
from tests.support.boards import in_parallel
from tests.support.people import Person


def test_one_that_is_just_being_made_is_waited_for(superuser: Engine, admin: Person) -> None:
    post_id = admin.post_idea()["id"]
    body = {"email": "grace@example.com"}
    with superuser.connect().execution_options(isolation_level="READ COMMITTED") as other:
        other.execute(text("INSERT INTO users (email, name) VALUES ('grace@example.com', 'Somebody')"))

        def vote(client: httpx.Client) -> str:
            answer = client.post(f"/v1/posts/{post_id}/votes", json=body, headers=admin.client.headers)
            assert answer.status_code == 200, answer.text
            return str(answer.json()["user"]["name"])

        def let_go(_: httpx.Client) -> str:
            wait_for_a_lock(superuser)
            other.commit()
            return "Somebody"

        assert in_parallel([vote, let_go]) == ["Somebody"] * 2
