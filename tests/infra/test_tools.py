"""The environments of tools: each is installed once for its pins, and says what it lacks."""

from pathlib import Path

import pytest

from infra.tools import environment


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr(environment, "TOOLS", tmp_path)
    return []


def keep(installed: list[Path], wanted: bytes) -> Path:
    def install(folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        installed.append(folder)

    return environment.keep("some", wanted, install)


def test_it_is_installed_once_for_its_pins(installed: list[Path]) -> None:
    folder = keep(installed, b"a==1")
    keep(installed, b"a==1")
    assert installed == [folder]
    keep(installed, b"a==2")
    assert installed == [folder, folder]


def test_what_was_interrupted_is_done_again(installed: list[Path]) -> None:
    def interrupted(folder: Path) -> None:
        raise KeyboardInterrupt

    keep(installed, b"a==1")
    with pytest.raises(KeyboardInterrupt):
        environment.keep("some", b"a==2", interrupted)
    keep(installed, b"a==1")
    assert len(installed) == 2


def test_node_that_is_not_there_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"^heed: needs Node .* and npm; .*: sudo apt install nodejs npm$"):
        environment.prepare_node()
