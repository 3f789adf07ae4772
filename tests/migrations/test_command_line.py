"""python -m migrations: what people type, and what they read."""

import subprocess
import sys

import pytest

from app.settings.config import ROOT
from migrations.__main__ import main
from migrations.scripts import Scripts


def test_the_command_line_for_people(
    empty_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    assert main(["upgrade"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith('{\n  "command": "upgrade"')
    assert f'"to": "{Scripts().head}"' in printed
    assert "create users): upgrade begins" in caplog.text
    assert main(["downgrade", "base"]) == 1
    assert capsys.readouterr() == ("", "heed: refused, nothing was run: downgrade.confirm: Field required\n")
    assert main(["downgrade", "base", "--confirm"]) == 0
    capsys.readouterr()
    assert main(["sql", "+1"]) == 0
    assert capsys.readouterr().out.startswith("SET lock_timeout = '1s'")


def test_it_is_a_program() -> None:
    command = [sys.executable, "-m", "migrations", "heads"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == f'{{\n  "command": "heads",\n  "heads": [\n    "{Scripts().head}"\n  ]\n}}\n'
    main(["heads"])
