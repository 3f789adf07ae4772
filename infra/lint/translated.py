"""What CloudFormation gets of each template, for whoever isn't in SAM CLI's environment."""

import json
import subprocess
from functools import cache

from infra.build.sam import sam_environment
from infra.dev.venv import ROOT
from infra.lint.combinations import Parameters
from infra.lint.resolve import Template, decide, resolve
from infra.tools import environment


def translated(name: str, **given: str) -> Template:
    """A template of this checkout, after SAM's translation and with its conditions still open."""
    template: Template = json.loads(program_output(name, tuple(f"{key}={value}" for key, value in given.items())))
    return template


def resolved(name: str, given: Parameters) -> Template:
    """The same with its conditions decided."""
    template = translated(name, **given)
    defaults = {key: each["Default"] for key, each in template["Parameters"].items() if "Default" in each}
    return resolve(template, decide(template, defaults | given))


@cache
def program_output(name: str, given: tuple[str, ...]) -> str:
    return sam_python("infra.lint.translate", str(ROOT / name), *given, check=True).stdout


def sam_python(*arguments: str, check: bool = False) -> subprocess.CompletedProcess[str]:
    """Runs a module of this package in SAM CLI's environment."""
    command = [str(environment.prepare("sam") / "python"), "-m", *arguments]
    return subprocess.run(command, check=check, cwd=ROOT, env=sam_environment(), capture_output=True, text=True)
