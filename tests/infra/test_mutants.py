"""What `make mutants` looks at, and what it is told to overlook."""

import re

import pytest

from infra.dev.mutants.known import ANYTHING, equivalents, names
from infra.dev.mutants.main import modules_in
from infra.dev.mutants.noticing import asked, noticing
from infra.dev.venv import ROOT


def test_every_module_that_ships_has_tests_that_are_to_notice() -> None:
    for part in ("app", "handler", "migrations"):
        for module in modules_in(part):
            assert noticing(module), module
    shipped = {place for part in ("app", "handler", "migrations") for place in (ROOT / part).rglob("*")}
    for place, tests in asked().items():
        assert ROOT / place in shipped or place in ("handler", "migrations"), place
        assert [test for test in tests if not (ROOT / test).exists()] == [], place


@pytest.mark.parametrize("part", ["tests", "infra/dev", "app/none.py", "../elsewhere", "README.md"])
def test_what_ships_no_module_is_refused(part: str) -> None:
    with pytest.raises(SystemExit, match="part must be a module or a folder of app, handler, migrations"):
        modules_in(part)


def test_what_is_overlooked_is_still_there() -> None:
    shipped = [module for part in ("app", "handler", "migrations") for module in modules_in(part)]
    lines = {module: [line.strip() for line in (ROOT / module).read_text().splitlines()] for module in shipped}
    for key, reason in equivalents().items():
        module, operator, line = key.split(": ", 2)
        assert any(
            names(key, f"{place}: {operator}: {each}{suffix}")
            for place in (lines if ANYTHING in module else [module])
            for each in lines[place]
            for suffix in ("", *re.findall(r" \(\d+\)$", line))
        ), key
        assert len(reason) > 20, reason


def test_a_key_may_leave_parts_open() -> None:
    assert names(
        "app/….py: ReplaceTrueWithFalse: @dataclass(frozen=True…)",
        "app/a/b.py: ReplaceTrueWithFalse: @dataclass(frozen=True)",
    )
    assert not names("app/a.py: NumberReplacer: LIMIT = 3", "app/a.py: NumberReplacer: LIMIT = 3 (2)")
