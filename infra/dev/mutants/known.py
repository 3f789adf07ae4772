"""The mutants that no test can notice, as they change nothing: each with its reason."""

import re
import tomllib

from infra.dev.venv import ROOT

KNOWN = ROOT / "tests" / "equivalent_mutants.toml"
ANYTHING = "…"


def equivalents() -> dict[str, str]:
    """The reason of each, by its key: module, operator, the line and which of its kind in that line; ANYTHING in a key
    stands for any part of it."""
    listed = tomllib.loads(KNOWN.read_text())
    return {key: reason for reason, keys in listed.items() for key in keys}


def names(key: str, mutant: str) -> bool:
    """Whether a key of the list is that of this mutant."""
    return bool(re.fullmatch(".*".join(map(re.escape, key.split(ANYTHING))), mutant))


def unknown(mutants: list[dict[str, str]]) -> list[dict[str, str]]:
    """Those that the list doesn't name: the others aren't tried."""
    known = equivalents()
    patterns = [key for key in known if ANYTHING in key]
    return [
        mutant
        for mutant in mutants
        if mutant["key"] not in known and not any(names(pattern, mutant["key"]) for pattern in patterns)
    ]
