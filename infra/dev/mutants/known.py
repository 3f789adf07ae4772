"""The mutants that no test can notice, as they change nothing: each with its reason."""

import tomllib

from infra.dev.venv import ROOT

KNOWN = ROOT / "tests" / "equivalent_mutants.toml"


def equivalents() -> dict[str, str]:
    """The reason of each, by its key: module, operator, the line and which of its kind in that line."""
    listed = tomllib.loads(KNOWN.read_text())
    return {key: reason for reason, keys in listed.items() for key in keys}
