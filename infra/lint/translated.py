"""What CloudFormation gets of each template, for whoever isn't in SAM CLI's environment."""

import copy
import json
import subprocess
from functools import cache

from infra.build.sam import sam_environment
from infra.dev.venv import ROOT
from infra.lint.combinations import READ_BY_SAM, TEMPLATES, Parameters
from infra.lint.resolve import Template, decide, resolve
from infra.tools import environment


def translated(name: str, **given: str) -> Template:
    """A template of this checkout, after SAM's translation and with its conditions still open."""
    template = with_defaults()[name]
    changed = given.items() - defaults(template).items()
    read = tuple(sorted((key, value) for key, value in changed if key in READ_BY_SAM))
    return copy.deepcopy(with_what_sam_reads(name, read) if read else template)


def resolved(name: str, given: Parameters) -> Template:
    """The same with its conditions decided."""
    template = translated(name, **given)
    return resolve(template, decide(template, defaults(template) | given))


def defaults(template: Template) -> Template:
    return {key: each["Default"] for key, each in template["Parameters"].items() if "Default" in each}


@cache
def with_defaults() -> dict[str, Template]:
    return dict(zip(TEMPLATES, translations(*((name, {}) for name in TEMPLATES)), strict=True))


@cache
def with_what_sam_reads(name: str, read: tuple[tuple[str, str], ...]) -> Template:
    [template] = translations((name, dict(read)))
    return template


def translations(*asked: tuple[str, Parameters]) -> list[Template]:
    """Of each template with the given parameters, by one process."""
    paths = json.dumps([(str(ROOT / name), given) for name, given in asked])
    made: list[Template] = json.loads(sam_python("infra.lint.translate", check=True, given=paths).stdout)
    return made


def sam_python(*arguments: str, check: bool = False, given: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a module of this package in SAM CLI's environment."""
    command = [str(environment.prepare("sam") / "python"), "-m", *arguments]
    return subprocess.run(
        command, check=check, cwd=ROOT, env=sam_environment(), input=given, capture_output=True, text=True
    )
