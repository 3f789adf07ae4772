"""An entry of the changelog is told once, whatever dies while it is published."""

import pytest

from tests.mail.conftest import Post
from tests.mail.process import run
from tests.mail.test_releases import ideas
from tests.support.changelog import write_entry
from tests.support.people import Person

__all__ = ["ideas"]


@pytest.mark.adversary
def test_killed_after_every_message_it_is_told_once(
    ideas: list[int], admin: Person, member: Person, post: Post
) -> None:
    """From a scheduled entry, so that its publication is part of what is interrupted."""
    kill_at = 0
    write_entry(admin, posts=ideas, complete=True)
    while True:
        kill_at += 3
        post.execute("DELETE FROM events")  # And the deliveries with them.
        post.execute("UPDATE changelog_entries SET published_at = now(), event_id = NULL")
        post.server.taken.clear()
        if run(post.outbox.settings, post.server.url, kill_at) is not None:
            break
        for _ in range(2):  # The lease of what was claimed runs out.
            post.make_due()
            post.deliver()
        readers = [to for to, _ in post.server.taken]
        assert set(readers) == {member.email, "voter@example.com"}, f"killed after message {kill_at}"
        assert len(readers) <= 3, "only the one that was being sent may come twice"
        for to in readers:
            assert len({mail["Message-ID"] for mail in post.server.to(to)}) == 1, "a second one is recognisable"
        assert post.rows() == [("sent", None)] * 2
    assert kill_at > 20
