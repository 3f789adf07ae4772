"""What `make mutants` looks at, and what it is told to overlook."""

from pathlib import Path

import pytest

from infra.dev.mutants.known import equivalents
from infra.dev.mutants.main import modules_in
from infra.dev.mutants.noticing import noticing
from infra.dev.venv import ROOT


def test_every_module_that_ships_has_tests_that_are_to_notice() -> None:
    for part in ("app", "handler", "migrations"):
        for module in modules_in(part):
            assert all((ROOT / test).exists() for test in noticing(module)), module
            assert noticing(module), module


@pytest.mark.parametrize("part", ["tests", "infra/dev", "app/none.py", "../elsewhere", "README.md"])
def test_what_ships_no_module_is_refused(part: str) -> None:
    with pytest.raises(SystemExit, match="part must be a module or a folder of app, handler, migrations"):
        modules_in(part)


def test_what_is_overlooked_is_still_there() -> None:
    for key, reason in equivalents().items():
        module, _, line = key.split(": ", 2)
        lines = [each.strip() for each in (ROOT / Path(module)).read_text().splitlines()]
        assert any(line == each or line.startswith(f"{each} (") for each in lines), key
        assert len(reason) > 20, reason
