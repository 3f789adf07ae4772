"""The code of before a release, while and after its migrations run."""

from pathlib import Path

import pytest

from tests.migrations.board_load import Load
from tests.migrations.conftest import Do, WriteRevision

TABLE = (
    "op.create_table('labels', sa.Column('id', sa.BigInteger(), sa.Identity(always=True), primary_key=True), "
    "sa.Column('post_id', sa.BigInteger(), sa.ForeignKey('posts.id', ondelete='CASCADE')))"
)
# What an expanding release is made of: each passes `make check` (test_lint.py has the same kinds).
EXPANDING = {
    "nullable_column": "op.add_column('posts', sa.Column('slug', sa.Text()))",
    "constant_default": "op.add_column('posts', sa.Column('score', sa.Text(), server_default='', nullable=False))",
    "new_table": TABLE,
    "concurrent_index": "create_index('ix_posts_responded_at', 'posts', ['responded_at'])",
    "constraint": "op.create_check_constraint(op.f('ck'), 'posts', 'length(title) < 1000', postgresql_not_valid=True)",
    "validation": "allow(60); op.execute('ALTER TABLE posts VALIDATE CONSTRAINT ck')",
    "another_index": "create_index('ix_users_name', 'users', ['name'])",
}


@pytest.fixture
def empty_database(upgraded_database: str) -> str:
    """Not empty here."""
    return upgraded_database


def test_no_request_fails_because_of_a_release(
    do: Do, empty_database: str, write_revision: WriteRevision, all_versions: tuple[Path, ...]
) -> None:
    head = do({"command": "upgrade"})["to"]
    before = head
    for revision, up in EXPANDING.items():
        before = write_revision(revision, up, before=before)
    load = Load(empty_database, people=2)
    try:
        load.wait_for_more()
        for revision in EXPANDING:
            assert do({"command": "upgrade", "revision": revision}, all_versions)["to"] == revision
            load.wait_for_more()
        assert do({"command": "current"})["state"] == "ahead", "the old code serves on the new schema"
    finally:
        requests, failures = load.stop()
    assert failures == []
    assert requests > 25 * 2 * len(EXPANDING)


def test_the_load_would_notice(
    do: Do, empty_database: str, write_revision: WriteRevision, all_versions: tuple[Path, ...]
) -> None:
    """The same with a migration that contracts too early."""
    do({"command": "upgrade"})
    write_revision("early1", "op.drop_column('posts', 'content')")
    load = Load(empty_database, people=1)
    try:
        load.wait_for_more()
        do({"command": "upgrade"}, all_versions)
        load.wait_for_more()
    finally:
        _, failures = load.stop()
    assert failures
