"""checkov, in an environment of its own, on the largest and the smallest stack that the parameters make."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.lint.combinations import CHOICES, TEMPLATES, merged
from infra.lint.exceptions import EXCEPTIONS
from infra.lint.translated import resolved
from infra.tools import environment

Found = dict[tuple[str, str], str]


def faults() -> Iterator[str]:
    """What has no exception; and exceptions that nothing needs."""
    with tempfile.TemporaryDirectory() as folder:
        for name in TEMPLATES:
            for place, size in ((0, "smallest"), (-1, "largest")):
                stack = resolved(name, merged([values[place] for values in CHOICES[name]]))
                Path(folder, f"{size}-{Path(name).stem}.json").write_text(json.dumps(stack))
        found = run(Path(folder))
    for check, resource in sorted(found.keys() - EXCEPTIONS.keys()):
        yield f"{check} on {resource}: {found[check, resource]}"
    for check, resource in sorted(EXCEPTIONS.keys() - found.keys()):
        yield f"infra/lint/exceptions.py: nothing needs {check} on {resource} any more"


def run(folder: Path) -> Found:
    """Asks nobody: without --skip-download it would fetch its guidelines."""
    command = [str(environment.prepare("checkov") / "checkov"), "--directory", str(folder), "--output", "json"]
    command += ["--framework", "cloudformation", "--compact", "--quiet", "--soft-fail", "--skip-download"]
    answer = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | {"LOG_LEVEL": "ERROR"}
    )
    report: dict[str, Any] = json.loads(answer.stdout)
    assert report["summary"]["parsing_errors"] == 0, answer.stdout
    assert report["summary"]["resource_count"] > 0, answer.stdout
    return {(each["check_id"], each["resource"]): each["check_name"] for each in report["results"]["failed_checks"]}
