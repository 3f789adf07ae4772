"""The rules of app/README.md that a machine can check: import-linter's contracts in pyproject.toml, and these."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings.config import ROOT

FOLDERS = ("app", "handler", "infra", "migrations", "tests")
FILES = sorted(
    path.relative_to(ROOT) for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if path.stat().st_size
)
APP = [path for path in FILES if path.parts[0] == "app"]
ROUTES = [path for path in APP if path.name.endswith("routes.py")]
DATABASE_WING = [path for path in APP if path.parts[1] == "db"]
LONGEST = 200


def parse(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def names(path: Path) -> Iterator[str]:
    """Every `a.b` in the file, as it is written."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)


def imported(path: Path) -> set[str]:
    """The modules that the file imports, wherever in it."""
    found = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.ImportFrom):
            found |= {str(node.module)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_imports_run_one_way() -> None:
    """In a process of its own, as import-linter takes over the log."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"]
    linted = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout + linted.stderr
    assert " 0 broken" in linted.stdout


def test_there_is_something_to_check() -> None:
    assert len(ROUTES) >= 4
    assert {Path("app/posts/queries.py"), Path("handler/api.py"), Path("tests/test_architecture.py")} <= set(FILES)


@pytest.mark.parametrize("path", [path for path in APP if path.parent.name == "models"], ids=str)
def test_tables_import_nothing_of_the_app_but_tables(path: Path) -> None:
    assert not {
        module for module in imported(path) if module.startswith("app.") and not module.startswith("app.models.")
    }


@pytest.mark.parametrize("path", [path for path in FILES if path.parts[0] in ("app", "handler")], ids=str)
def test_nothing_takes_the_orm(path: Path) -> None:
    """Rows are read by Core: the ORM's import alone is a tenth of a cold start."""
    assert not {module for module in imported(path) if module.startswith("sqlalchemy.orm")}


@pytest.mark.parametrize("path", [path for path in FILES if path.parts[0] in ("app", "handler")], ids=str)
def test_who_may_do_what(path: Path) -> None:
    """The environment is read by the settings and, for AWS's own variables, by the AWS client; SQL is in its files."""
    used = set(names(path))
    if path not in (Path("app/settings/config.py"), Path("app/aws/client.py"), Path("app/aws/endpoints.py")):
        assert not used & {"os.environ", "os.getenv"}
    if path.name.endswith(("routes.py", "schemas.py", "dependencies.py")) or path.parts[1] == "http":
        assert not {name for name in used if name.startswith("db.")}, "SQL stands in queries.py and changes.py"


@pytest.mark.parametrize("path", [path for path in APP if path not in DATABASE_WING], ids=str)
def test_only_the_database_wing_begins_and_ends_transactions(path: Path) -> None:
    """Neither by a method nor by SQL. A statement that is to take COMMIT along says so, and so does an early commit."""
    methods = ("begin", "begin_nested", "begin_twophase", "commit", "rollback", "prepare", "autocommit")
    assert not {name for name in names(path) if name.rpartition(".")[2] in methods}
    strings = [node.value for node in ast.walk(parse(path)) if isinstance(node, ast.Constant)]
    ends = re.compile(r"\s*(begin|start\s+transaction|commit|end|rollback|abort|savepoint)\s*($|;)", re.IGNORECASE)
    assert not [string for string in strings if isinstance(string, str) and ends.match(string)]


@pytest.mark.parametrize("path", APP, ids=str)
def test_the_state_of_a_request_is_typed(path: Path) -> None:
    """What is not in RequestState is not carried: nobody sets or reads an attribute of `request.state`."""
    assert not {name for name in names(path) if "request.state" in name}


def test_which_features_commit_before_their_request_ends() -> None:
    early = {path.parts[1] for path in APP if "commit_early" in (ROOT / path).read_text()}
    along = {path.parts[1] for path in APP if '"commits": True' in (ROOT / path).read_text()}
    # The sign-up and the token endpoints: refused attempts count, and hashing keeps nobody waiting.
    assert early - {"db"} == {"auth", "users"}
    # A vote, for whose lock others wait; an exchange of single sign-on, which is to be quick.
    assert along - {"db"} == {"auth", "votes"}


@pytest.mark.parametrize("path", ROUTES, ids=str)
def test_routes_catch_nothing_and_refuse_nothing(path: Path) -> None:
    tree = parse(path)
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Try)]
    assert "HTTPException" not in (ROOT / path).read_text()


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_opens_with_its_purpose_and_stays_short(path: Path) -> None:
    lines = (ROOT / path).read_text().splitlines()
    assert len(lines) <= LONGEST
    assert lines[0].startswith('"""'), "one line says what the module is for"
