"""`make check`: the stack with every combination of its parameters, then the migrations."""

import sys

from infra.dev.checks import migrations as migration_check
from infra.dev.progress import phase
from infra.lint import checkov
from infra.lint.translated import sam_python


def main(arguments: list[str]) -> int:
    with phase("the stack, with every combination of its parameters"):
        found = cfn_faults()
    with phase("the stack, as an attacker would see it"):
        found += checkov.faults()
    for fault in found:
        print(f"heed: {fault}", file=sys.stderr)
    return migration_check.main(arguments) or bool(found)


def cfn_faults(*names: str) -> list[str]:
    """Of the given templates; of all of them without a name."""
    answer = sam_python("infra.lint.cfn", *names)
    if answer.returncode not in (0, 1) or answer.stderr:
        raise SystemExit(f"heed: cfn-lint could not run\n{answer.stderr}")
    return answer.stdout.splitlines()
