"""The plain `alembic` commands, from the root of a copy of the repository, with no flags."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.settings.config import ROOT
from migrations.scripts import Scripts

Alembic = Callable[..., list[str]]

# Each command as `python -m alembic` runs it, one after the other: to import all that they need takes 0.6 s of CPU.
COMMANDS = """
import shlex, sys
from alembic.config import main
for command in sys.argv[1:]:
    main(shlex.split(command))
    print(end="\\f", flush=True)
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in ("app", "migrations"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "alembic.ini", tmp_path)
    return tmp_path


@pytest.fixture
def alembic(copy: Path, empty_database: str) -> Alembic:
    """What each command prints. Those of one call have the models in common."""

    def run(*commands: str) -> list[str]:
        command = [sys.executable, "-W", "error", "-c", COMMANDS, *commands]
        known = {**os.environ, "DATABASE_URL": empty_database}
        finished = subprocess.run(command, cwd=copy, env=known, check=False, capture_output=True, text=True)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout.split("\f")[:-1]

    return run


TITLE = "    title: Named[str] = Column(Text)\n"


def test_every_command_of_the_tutorials(alembic: Alembic, copy: Path) -> None:
    head = Scripts().head
    begin = ("heads", "current", "upgrade head", "current", "check", "revision -m 'Say hello'", "upgrade +1")
    heads, nowhere, _, current, checked, *_ = alembic(*begin)
    assert heads.split()[0] == head
    assert nowhere == ""
    assert current.split()[0] == head
    assert "No new upgrade operations detected" in checked
    [empty] = copy.glob("migrations/versions/20??_??_??_????_say_hello.py")
    assert empty.read_text().startswith('"""Say hello\n\nWhy: say here')

    models = copy / "app" / "models" / "posts.py"
    assert TITLE in models.read_text()
    models.write_text(models.read_text().replace(TITLE, f"{TITLE}    slug: Named[str | None] = Column(Text)\n"))
    go_on = ("revision --autogenerate -m 'Add posts.slug'", "upgrade head", "check", "history")
    go_back = ("downgrade -1", "downgrade base", "current", "upgrade head --sql")
    _, _, checked, history, _, _, nowhere, sql = alembic(*go_on, *go_back)
    [generated] = copy.glob("migrations/versions/20??_??_??_????_add_posts_slug.py")
    assert "op.add_column('posts', sa.Column('slug', sa.Text(), nullable=True))" in generated.read_text()
    assert "No new upgrade operations detected" in checked
    assert len(history.splitlines()) == len(Scripts().steps) + 2
    assert nowhere == ""
    assert "CREATE TABLE users" in sql


def test_a_database_at_a_revision_that_was_replaced(empty_database: str, database: Connection) -> None:
    """What a developer sees whose board is from before the baseline: one line, and what to do."""
    database.execute(text("CREATE TABLE alembic_version AS SELECT '07ec5187b078' AS version_num"))
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    known = {**os.environ, "DATABASE_URL": empty_database}
    finished = subprocess.run(command, cwd=ROOT, env=known, check=False, capture_output=True, text=True)
    assert finished.returncode != 0
    [line] = (finished.stdout + finished.stderr).splitlines()
    assert "the database is at 07ec5187b078, a revision that was replaced before the first release" in line
    assert ".local/postgres; delete it" in line
