"""The rules of app/README.md that a machine can check: import-linter's contracts in pyproject.toml, and these."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import configure_mappers

from app.config import ROOT
from app.models import Base

FOLDERS = ("app", "handler", "infra", "migrations", "tests")
FILES = sorted(
    path.relative_to(ROOT) for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if path.stat().st_size
)
APP = [path for path in FILES if path.parts[0] == "app"]
ROUTES = [path for path in APP if path.name == "routes.py"]
LONGEST = 220


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


@pytest.mark.parametrize(
    "path", [path for path in APP if path.name == "models.py" and path != Path("app/models.py")], ids=str
)
def test_tables_import_nothing_of_the_app_but_its_base(path: Path) -> None:
    assert {module for module in imported(path) if module.split(".")[0] == "app"} == {"app.base"}


def test_relationships_are_never_loaded_by_accident() -> None:
    configure_mappers()
    relationships = [each for mapper in Base.registry.mappers for each in mapper.relationships]
    assert relationships
    assert {str(each): each.lazy for each in relationships if each.lazy != "raise"} == {}


@pytest.mark.parametrize("path", [path for path in FILES if path.parts[0] in ("app", "handler")], ids=str)
def test_who_may_do_what(path: Path) -> None:
    """The environment is read by the settings and, for AWS's own variables, by the AWS client; one module commits."""
    used = set(names(path))
    if path not in (Path("app/config.py"), Path("app/aws.py"), Path("app/aws_endpoints.py")):
        assert not used & {"os.environ", "os.getenv"}
    if path not in (Path("app/database.py"), Path("app/driver.py")):
        assert not {name for name in used if name.endswith((".commit", ".begin", ".rollback"))}
    if path.name not in ("queries.py", "changes.py", "export.py", "database.py", "connection.py"):
        assert not {name for name in used if name.startswith("db.")}, "SQL stands in queries.py"


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
