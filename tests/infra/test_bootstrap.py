"""What happens before there is a venv, on whatever `python3` is."""

import ast
import importlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.settings.config import ROOT
from infra.dev import __main__ as bootstrap
from infra.dev import venv


@pytest.mark.parametrize("file", ["infra/__init__.py", "infra/dev/__init__.py", "infra/dev/__main__.py"])
def test_an_old_python_gets_as_far_as_the_line_that_says_what_to_install(file: str) -> None:
    ast.parse((ROOT / file).read_text(), feature_version=(3, 7))


def test_a_python_that_is_too_old_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "version_of", lambda python: (3, 10))

    with pytest.raises(SystemExit, match=r"^heed: needs Python 3\.11 or newer, .*; install one .+[^\n]$"):
        bootstrap.newer_python()


def test_the_newest_python_that_really_runs_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path / "python3.14", "exit 127")  # As a version manager's stand-in for a version that is not chosen.
    pretend(tmp_path / "python3.13", "echo 3 13")
    pretend(tmp_path / "python3.11", "echo 3 11")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))

    assert bootstrap.newer_python() == str(tmp_path / "python3.13")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A checkout without packages, and the list of what was done to it."""
    done: list[str] = []
    files = (tmp_path / "requirements.txt", tmp_path / "requirements-dev.txt")
    for file in files:
        file.write_text("fastapi==1\n")
    python = tmp_path / ".venv" / "bin" / "python"

    def create() -> None:
        done.append("create")
        python.parent.mkdir(parents=True)
        pretend(python, f"echo {venv.this_version()}")

    monkeypatch.setattr(venv, "ROOT", tmp_path)
    monkeypatch.setattr(venv, "PYTHON", python)
    monkeypatch.setattr(venv, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(venv, "REQUIREMENTS", files)
    monkeypatch.setattr(venv, "create", create)
    monkeypatch.setattr(venv, "install", lambda first_time: done.append("install"))
    return done


def test_the_second_start_installs_nothing(checkout: list[str]) -> None:
    venv.prepare()
    venv.prepare()

    assert checkout == ["create", "install"]


def test_changed_requirements_are_installed_into_the_same_venv(checkout: list[str]) -> None:
    venv.prepare()
    venv.REQUIREMENTS[1].write_text("fastapi==2\n")
    venv.prepare()

    assert checkout == ["create", "install", "install"]


def test_an_interrupted_install_is_done_again(checkout: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(first_time: bool) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(venv, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            venv.prepare()
    venv.prepare()

    assert checkout == ["create", "install"]


def test_a_failed_install_shows_what_was_said(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^heed: no luck$"):
        venv.run(["sh", "-c", "echo no such package >&2; exit 1"], "heed: no luck")

    assert "no such package" in capfd.readouterr().err


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would be run, each with success, except that uv can't install no-uv.txt."""
    run: list[list[str]] = []

    def quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
        run.append(command)
        return subprocess.CompletedProcess(
            command, int("no-uv" in command[-1] and "uv" in command), "", "no such index"
        )

    monkeypatch.setattr(venv, "quietly", quietly)
    return run


def test_the_pinned_uv_installs(commands: list[list[str]], tmp_path: Path) -> None:
    venv.install_requirements(tmp_path / "python", [tmp_path / "pins.txt"], "heed: no luck")

    get_uv, install = commands
    assert get_uv[-3:] == ["-c", str(ROOT / "requirements-dev.txt"), "uv"]
    assert re.search(r"^uv==\S+$", venv.DEVELOPMENT.read_text(), re.M)
    assert install[2:5] == ["uv", "pip", "install"]
    assert install[-4:] == ["--python", str(tmp_path / "python"), "-r", str(tmp_path / "pins.txt")]


def test_where_uv_finds_no_packages_pip_is_asked(commands: list[list[str]], tmp_path: Path) -> None:
    venv.install_requirements(tmp_path / "python", [tmp_path / "no-uv.txt"], "heed: no luck")

    assert commands[-1][:4] == [str(tmp_path / "python"), "-m", "pip", "install"]
    assert commands[-1][-2:] == ["-r", str(tmp_path / "no-uv.txt")]


def test_every_target_names_a_function() -> None:
    for target, (place, _) in bootstrap.TARGETS.items():
        module, _, function = place.partition(":")
        assert callable(getattr(importlib.import_module(module), function)), target


def test_make_hands_every_target_on(tmp_path: Path) -> None:
    """Also one that is a file's name, and with no word of make's own about the Makefile."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "demo").touch()
    python = tmp_path / "python"
    pretend(python, 'echo "$@"')

    def make(*arguments: str) -> str:
        command = ["make", "--no-print-directory", f"PYTHON={python}", *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    for target in bootstrap.TARGETS:
        assert make(target) == f"-m infra.dev {target}\n"
    assert make() == "-m infra.dev\n"
    assert make("bench", "part=cold") == "-m infra.dev bench cold\n"
    assert make("build-ApiFunction", "ARTIFACTS_DIR=/there is") == "-m infra.dev package /there is\n"


def test_sam_names_the_makefile_by_its_whole_path(tmp_path: Path) -> None:
    folder = tmp_path / "a checkout"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    pretend(folder / "python", 'echo "$@"')
    command = [
        "make",
        "--no-print-directory",  # `make test` would be told of it.
        "--makefile",
        str(folder / "Makefile"),
        "PYTHON=./python",
        "build-ApiFunction",
        "ARTIFACTS_DIR=/a",
    ]

    made = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)

    assert made.stdout == "-m infra.dev package /a\n"


def test_an_unknown_target_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["infra.dev", "nosuch"])

    assert bootstrap.main() == 2
    assert capsys.readouterr().err == "heed: there is no target nosuch; `make` lists them\n"


def pretend(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
