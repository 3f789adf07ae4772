"""`make check`: the real revisions pass, and what would break a release doesn't."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from infra.dev.checks.migrations import walk
from infra.dev.checks.revisions import faults
from infra.dev.checks.scratch_database import settings_for
from migrations.scripts import VERSIONS, Scripts
from tests.migrations.conftest import WriteRevision

COLUMN = "op.add_column('posts', sa.Column('slug', sa.Text(), {}))"
UNSAFE = {
    "adding-required-field": COLUMN.format("nullable=False"),
    "adding-field-with-default": COLUMN.format("server_default=sa.text('gen_random_uuid()')"),
    "adding-not-nullable-field": "op.alter_column('refresh_tokens', 'salt', nullable=False)",
    "require-concurrent-index-creation": "op.create_index('ix_posts_title', 'posts', ['title'])",
    "require-concurrent-index-deletion": "op.drop_index('ix_posts_votes_count_id', 'posts')",
    "renaming-column": "op.alter_column('posts', 'title', new_column_name='headline')",
    "renaming-table": "op.rename_table('posts', 'ideas')",
    "changing-column-type": "op.alter_column('posts', 'votes_count', type_=sa.BigInteger())",
    "constraint-missing-not-valid": "op.create_check_constraint('ck', 'posts', 'votes_count < 10')",
    "disallowed-unique-constraint": "op.create_unique_constraint('uq', 'posts', ['title'])",
    "adding-foreign-key-constraint": "op.create_foreign_key('fk', 'posts', 'posts', ['id'], ['id'])",
    "ban-drop-column": "op.drop_column('posts', 'content')",
    "ban-drop-table": "op.drop_table('votes')",
    "prefer-timestamp-tz": "op.add_column('posts', sa.Column('at', sa.DateTime()))",
}
SAFE = {
    "a nullable column": COLUMN.format("nullable=True"),
    "a constant default": COLUMN.format("server_default='', nullable=False"),
    "a table with its indexes": (
        "op.create_table('t', sa.Column('id', sa.BigInteger(), sa.Identity(always=True), primary_key=True)); "
        "op.create_index('ix_t', 't', ['id'])"
    ),
    "a concurrent index": "create_index('ix_posts_title', 'posts', ['title'])",
    "a constraint that is validated later": (
        "op.create_check_constraint('ck', 'posts', 'votes_count < 10', postgresql_not_valid=True)"
    ),
    "its validation": "allow(600); op.execute('ALTER TABLE posts VALIDATE CONSTRAINT ck')",
}


Lint = Callable[[], list[str]]


@pytest.fixture
def lint(own_versions: tuple[Path, ...]) -> Lint:
    """Each revision is linted by what it says alone, so the tests' own need none before them."""
    return lambda: faults(Scripts(own_versions))


def write_one_by_one(write_revision: WriteRevision, ups: Iterable[str]) -> list[str]:
    """The names of their files."""
    before, names = None, []
    for number, up in enumerate(ups):
        before = write_revision(f"r{number:02}", up, before=before)
        names.append(f"2030_01_01_{number:04}_{before}.py")
    return names


def test_the_real_revisions_pass() -> None:
    assert faults(Scripts()) == []


def test_unsafe_is_refused(write_revision: WriteRevision, lint: Lint) -> None:
    files = write_one_by_one(write_revision, UNSAFE.values())
    found = lint()
    for file, rule in zip(files, UNSAFE, strict=True):
        assert [fault for fault in found if fault.startswith(f"{file}: {rule}: ")], (rule, found)


def test_safe_passes(write_revision: WriteRevision, lint: Lint) -> None:
    write_one_by_one(write_revision, SAFE.values())
    assert lint() == []


def test_every_revision_is_linted_on_its_own(write_revision: WriteRevision, all_versions: tuple[Path, ...]) -> None:
    """A table is new in the revision that creates it, and full of rows in the next. All follow the real ones here."""
    write_revision("one1", "op.create_table('t', sa.Column('id', sa.BigInteger()))")
    write_revision("two2", "op.create_index('ix_t', 't', ['id'])", before="one1")
    write_revision("three3", "pass", before="two2")
    assert [fault.split(": ")[:2] for fault in faults(Scripts(all_versions))] == [
        ["2030_01_01_0001_two2.py", "require-concurrent-index-creation"]
    ]


def test_an_exception_has_a_reason_and_a_use(write_revision: WriteRevision, lint: Lint, tmp_path: Path) -> None:
    write_revision("contract1", UNSAFE["ban-drop-column"], before=None)
    path = tmp_path / "2030_01_01_0000_contract1.py"
    plain = path.read_text()
    path.write_text(plain + '\naccepted = {"ban-drop-column": "nothing reads it since release 1.4"}\n')
    assert lint() == []
    path.write_text(plain + '\naccepted = {"ban-drop-column": "why not"}\n')
    assert lint() == ["2030_01_01_0000_contract1.py: ban-drop-column is accepted without a reason"]
    path.write_text(plain + f"\naccepted = {dict.fromkeys(('ban-drop-column', 'ban-drop-table'), 'x' * 30)}\n")
    assert lint() == ["2030_01_01_0000_contract1.py: ban-drop-table is accepted, but not needed"]


@pytest.mark.parametrize("why", ["say here what this change is for, and why it is safe", "because", " "])
def test_the_docstring_says_why(why: str, write_revision: WriteRevision, lint: Lint) -> None:
    write_revision("silent1", "pass", before=None, why=why)
    [fault] = lint()
    assert fault.startswith("2030_01_01_0000_silent1.py: its docstring must say why")


def test_the_name_has_a_date(write_revision: WriteRevision, lint: Lint, tmp_path: Path) -> None:
    write_revision("undated1", "pass", before=None)
    written = tmp_path / "2030_01_01_0000_undated1.py"
    for name in ("undated1_add_things.py", "2030_01_01_undated1.py", "2030_01_01_12_00_Undated1.py"):
        written = written.rename(tmp_path / name)
        fault = lint()[0]
        assert fault.startswith(f"{name}: the file's name must be its date, its time and its subject")


def test_the_names_are_in_the_order_of_the_revisions(write_revision: WriteRevision, lint: Lint, tmp_path: Path) -> None:
    """As after a merge of two branches: the one that was written first was made to follow the other."""
    write_revision("later1", "pass", before=None)
    write_revision("early2", "pass", before="later1")
    assert lint() == []
    for name in ("2029_12_31_2359_early2.py", "2030_01_01_0000_early2.py"):
        (next(tmp_path.glob("*early2.py"))).rename(tmp_path / name)
        [fault] = lint()
        assert fault.startswith(f"{name}: the file's name must sort after 2030_01_01_0000_later1.py, which")


def test_a_concurrent_index_stands_alone(write_revision: WriteRevision, lint: Lint) -> None:
    write_revision("both1", f"{SAFE['a nullable column']}; {SAFE['a concurrent index']}", before=None)
    assert "does nothing else" in "".join(lint())


def test_a_downgrade_that_does_not_work(
    write_revision: WriteRevision, own_versions: tuple[Path, ...], empty_database: str
) -> None:
    write_revision("one1", "op.execute('CREATE TABLE one ()')", "op.execute('DROP TABLE one')", before=None)
    write_revision("two2", "op.execute('CREATE TABLE IF NOT EXISTS two ()')", "pass", before="one1")
    found = walk(settings_for(empty_database), Scripts(own_versions))
    assert found[0].startswith("downgrade of two2 doesn't bring the schema back: leaves ['ALTER TABLE public.two")


def test_real_downgrades_work(empty_database: str) -> None:
    assert walk(settings_for(empty_database), Scripts((VERSIONS,))) == []
