"""An entry that is taken back in the very instant in which a courier takes its mails is told once, and no more."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import text

from app.mail.batch import compose
from app.mail.fan_out import fan_out_part
from app.outbox import queue
from tests.mail.conftest import Post
from tests.mail.test_releases import begin_again
from tests.mail.test_told import choose
from tests.support.boards import in_parallel
from tests.support.changelog import change_entry, write_entry
from tests.support.people import People, Person


@pytest.mark.adversary
@pytest.mark.parametrize("notify", ["at_once", "daily"])
def test_taken_back_in_the_instant_in_which_a_courier_takes_its_mails(
    notify: str, admin: Person, member: Person, people: People, post: Post
) -> None:
    """The courier's transaction is not over when the entry is taken back, and its mails go out."""
    post_id, voter = int(member.post_idea()["id"]), people.join("Voter")
    voter.vote(post_id)
    begin_again(post)
    for each in (member, voter):
        choose(each, changelog=notify)
    entry = write_entry(admin, posts=[post_id], published_at="now")
    with post.outbox.engine.connect() as db:
        fan_out_part(db, digest_hour=7)
        db.commit()
    post.make_due()
    with post.outbox.engine.connect() as db, ThreadPoolExecutor(1) as other:
        items, _ = compose(db, post.outbox.settings, queue.claim(db, 20))
        assert {each["to"] for each in items} == {member.email, voter.email}
        withdrawal = other.submit(in_parallel, [lambda client: withdraw(client, admin, entry["id"])])
        wait_until_it_waits(post, withdrawal)
        db.commit()
        assert withdrawal.result() == [200]
        queue.report(db, [{"token": each["token"], "outcome": "sent"} for each in items])
        db.commit()
    change_entry(admin, entry["id"], published_at="now")
    post.deliver()
    post.make_due()
    post.deliver()
    assert post.server.taken == [], "told again"


def withdraw(client: httpx.Client, admin: Person, entry_id: int) -> int:
    path = f"/v1/changelog/{entry_id}"
    return client.patch(path, json={"published_at": None}, headers=admin.client.headers).status_code


def wait_until_it_waits(post: Post, withdrawal: Future[list[int]]) -> None:
    """For the courier's locks; or has ended, if it needs none of them."""
    statement = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    deadline = time.monotonic() + 10
    while not withdrawal.done() and time.monotonic() < deadline:
        with post.database.connect() as connection:
            if connection.scalar(statement):
                return
        time.sleep(0.01)
