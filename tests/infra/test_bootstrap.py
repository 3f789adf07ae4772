"""What happens before there is a venv, on whatever `python3` is."""

import ast
from pathlib import Path

import pytest

from app.settings.config import ROOT
from infra.local import __main__ as bootstrap
from infra.local import venv


@pytest.mark.parametrize("file", ["infra/__init__.py", "infra/local/__init__.py", "infra/local/__main__.py"])
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


def test_a_failed_install_shows_what_pip_said(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^heed: no luck$"):
        venv.run(["sh", "-c", "echo no such package >&2; exit 1"], "heed: no luck")

    assert "no such package" in capfd.readouterr().err


def pretend(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
