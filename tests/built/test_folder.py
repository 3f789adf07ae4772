"""The folder itself: lean, the same each time, for either architecture, and with all of its bytecode."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from app.languages import CODES
from infra.build import folder as build_folder
from infra.build import pruning, runtime
from infra.build.architecture import this_machine
from infra.build.folder import build, digest, size
from infra.build.sam import FUNCTIONS

MACHINES = {"arm64": 0xB7, "x86_64": 0x3E}  # e_machine, ELF's number for the architecture

LOADED = """
import json, sys
sys.path.insert(0, "")
import handler.api
loaded = {name: [module.__spec__.origin, module.__spec__.cached] for name, module in sys.modules.items()
          if getattr(module, "__spec__", None) and module.__spec__.has_location}
sys.stdout.write(json.dumps(loaded))
"""


@pytest.fixture(scope="module")
def loaded(built: Path) -> dict[str, list[str | None]]:
    """Every module of a start that waits for no request to import the rest, as under SnapStart, with where it comes
    from and where its bytecode is."""
    variables = {"DATABASE_URL": "postgresql://heed@127.0.0.1:1/heed", "SECRET_KEY": os.environ["SECRET_KEY"]}
    variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start"
    command = [str(runtime.find_python()), "-S", "-s", "-c", LOADED]
    answer = subprocess.run(command, cwd=built, env=variables, check=True, capture_output=True, text=True)
    modules: dict[str, list[str | None]] = json.loads(answer.stdout)
    return modules


def test_is_at_most_48_mb(built: Path) -> None:
    """Lambda takes 250. minijinja, comrak and nh3, which no request to the API imports, are 7 of it."""
    assert size(built) <= 48_000_000


def test_is_the_same_to_the_byte_when_everything_is_done_again(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: set[str] = set()

    def watched(folder: Path) -> None:
        installed.update(name for name in pruning.UNUSED if (folder / name).exists())
        pruning.prune(folder)

    monkeypatch.setattr(build_folder, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(build_folder, "prune", watched)
    again = tmp_path / "again"
    build(again, this_machine())
    assert digest(again) == digest(built)
    assert {path.stat().st_mtime for path in again.rglob("*")} == {build_folder.EPOCH}
    assert installed == set(pruning.UNUSED)


def test_is_built_for_either_architecture_on_any_machine(built: Path, tmp_path: Path) -> None:
    [other] = MACHINES.keys() - {this_machine()}
    build(tmp_path / other, other)
    for architecture, folder in ((this_machine(), built), (other, tmp_path / other)):
        libraries = list(folder.rglob("*.so"))
        assert len(libraries) >= 10
        assert {library.read_bytes()[18] for library in libraries} == {MACHINES[architecture]}


def test_a_cold_start_compiles_nothing(built: Path, loaded: dict[str, list[str | None]]) -> None:
    ours = {name: place for name, place in loaded.items() if str(place[0]).startswith(str(built))}
    assert len(ours) > 400
    for origin, cached in ours.values():
        assert origin
        if origin.endswith(".so"):
            continue
        bytecode = Path(cached if origin.endswith(".py") and cached else origin)
        assert bytecode.suffix == ".pyc"
        # PEP 552: the second word is 1 for bytecode that is bound to a hash which nobody checks.
        assert bytecode.read_bytes()[4:8] == b"\x01\0\0\0", bytecode


def test_a_cold_start_loads_what_it_brought_and_nothing_of_the_workshop(
    built: Path, loaded: dict[str, list[str | None]]
) -> None:
    strangers = {"boto3", "botocore", "infra", "tests", "moto", "uvicorn", "setuptools"}
    assert not strangers & {name.partition(".")[0] for name in loaded}
    assert not [path for path in ("infra", "tests", ".env", "Makefile") if (built / path).exists()]


def test_a_cold_start_asks_each_stand_in(loaded: dict[str, list[str | None]]) -> None:
    """One that nobody asks any more can go."""
    packages = {Path(name).parent.as_posix().replace("/", ".") for name in pruning.STAND_INS}
    assert packages <= loaded.keys()
    assert not [name for name in loaded if name.rpartition(".")[0] in packages]


def test_has_what_pages_and_the_functions_that_send_mail_read(built: Path) -> None:
    """Importing is all: each reads its settings at its first event."""
    program = "import handler.outbox, handler.courier, app.mail.rendering; print(handler.outbox.__spec__.origin)"
    command = [str(runtime.find_python()), "-S", "-s", "-c", f"import sys; sys.path.insert(0, ''); {program}"]
    answer = subprocess.run(command, cwd=built, env={}, check=True, capture_output=True, text=True)
    assert answer.stdout.strip().startswith(str(built))
    here, there = (
        {path.name for path in (root / "app/mail/templates").iterdir()} for root in (build_folder.ROOT, built)
    )
    assert here == there
    templates = {path.name for path in (built / "app/pages/templates").iterdir()}
    assert templates == {path.name for path in (build_folder.ROOT / "app/pages/templates").iterdir()}
    catalogues = {path.name for path in (built / "app/languages/catalogues").iterdir()}
    assert catalogues == {f"{code}.mo" for code in CODES[1:]}, "what is read, and not what that is made from"
    assert (built / "app/languages/formats.json").exists()


def test_a_missing_python_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    runtime.find_python.cache_clear()
    with pytest.raises(runtime.BuildError, match=r"^heed: building for Lambda needs Python 3\.13 .*$"):
        runtime.find_python()


def test_an_unknown_architecture_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(runtime.BuildError, match=r"^heed: sparc is no architecture of Lambda"):
        build(tmp_path, "sparc")


def test_make_builds_each_function_of_the_template_as_sam_calls_it() -> None:
    """By the whole path of the Makefile, which its own rules must not take for a target."""
    template = (build_folder.ROOT / "template.yaml").read_text()
    named = re.findall(r"^  (\w+):\n    Type: AWS::Serverless::Function$", template, re.M)
    assert sorted(named) == sorted(FUNCTIONS)
    for name in named:
        makefile = str(build_folder.ROOT / "Makefile")
        command = ["make", "--no-print-directory", "--dry-run", "--makefile", makefile, f"build-{name}"]
        said = subprocess.run(command, cwd=build_folder.ROOT, check=True, capture_output=True, text=True).stdout
        assert "infra.dev package" in said
        assert len(said.splitlines()) == 1
