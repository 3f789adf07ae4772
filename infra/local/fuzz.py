"""`make fuzz`: the contract's tests with other cases each time, and many more of them than `make test` has time for."""

import os

from infra.local.check import pytest


def main(arguments: list[str]) -> int:
    os.environ["FUZZ_EXAMPLES"] = os.environ.get("FUZZ_EXAMPLES") or "500"
    return pytest(["tests/test_fuzz.py", *arguments])
