"""python -m migrations: what people type, and what they read."""

import runpy
import sys

import pytest

from app.settings.config import ROOT
from migrations.__main__ import main
from migrations.scripts import Scripts
from tests.migrations.conftest import WriteRevision
from tests.migrations.test_commands import Versions


def test_the_command_line_for_people(
    empty_database: str,
    write_revision: WriteRevision,
    own_versions: Versions,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    write_revision("one1", "op.execute('CREATE TABLE one ()')", "op.execute('DROP TABLE one')", before=None)
    monkeypatch.setattr(Scripts.__init__, "__defaults__", (own_versions,))
    monkeypatch.setenv("DATABASE_URL", empty_database)
    assert main(["upgrade"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith('{\n  "command": "upgrade"')
    assert '"to": "one1"' in printed
    assert "one1 (test one1): upgrade begins" in caplog.text
    assert main(["downgrade", "base"]) == 1
    assert capsys.readouterr() == ("", "heed: refused, nothing was run: downgrade.confirm: Field required\n")
    assert main(["downgrade", "base", "--confirm"]) == 0
    capsys.readouterr()
    assert main(["sql", "+1"]) == 0
    assert capsys.readouterr().out.startswith("SET lock_timeout = '1s'")


def test_it_is_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["migrations", "heads"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / "migrations" / "__main__.py"), run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out == f'{{\n  "command": "heads",\n  "heads": [\n    "{Scripts().head}"\n  ]\n}}\n'
