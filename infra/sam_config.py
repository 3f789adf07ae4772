"""samconfig.toml: how this team's boards are deployed, one for each `config-env`. SAM CLI reads the same file.

Reading needs the standard library only, as a workflow asks for the region before anything is installed:
`python -m infra.sam_config prod`.
"""

import re
import shlex
import sys
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "samconfig.toml"
DEFAULT = "default"  # The environment that SAM CLI takes where --config-env names none.

PAIR = re.compile(r"(?:ParameterKey=(?P<key>\w+),ParameterValue=|(?P<name>\w+)=)(?P<value>.*)", re.S)


class SamConfigError(SystemExit):
    """samconfig.toml can't be used; one line that says why."""


@dataclass(frozen=True)
class SamConfig:
    """`region` is empty until the first deployment has asked for it. `parameters` are those that the file gives.

    `options` are the other options of `sam deploy` that the file gives: where artefacts go, the profile.
    """

    stack: str = "heed"
    region: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    environment: str = DEFAULT
    options: dict[str, Any] = field(default_factory=dict)

    def parameter(self, name: str) -> str:
        """As it will be deployed: what is chosen, else the template's default."""
        return self.parameters[name] if name in self.parameters else template_default(name)

    def chosen(self, name: str) -> str | None:
        """What the file says, where that isn't the default: `sam deploy --guided` writes those down too."""
        value = self.parameters.get(name)
        return None if value in (None, template_default(name)) else value


def read(environment: str = DEFAULT, file: Path | None = None) -> SamConfig:
    """An environment that the file lacks has no region yet. Raises SamConfigError."""
    if not re.fullmatch(r"[A-Za-z][\w-]*", environment):
        raise SamConfigError(f"heed: {environment!r} can't be the name of an environment; use letters, digits, - and _")
    commands = load(file or FILE).get(environment, {})
    options = parameters_of(commands, "global") | parameters_of(commands, "deploy")
    stack = options.pop("stack_name", "heed" if environment == DEFAULT else f"heed-{environment}")
    region = options.pop("region", "")
    return SamConfig(stack, region, overrides(options.pop("parameter_overrides", [])), environment, options)


def environments(file: Path | None = None) -> list[str]:
    return [name for name, value in load(file or FILE).items() if isinstance(value, dict)]


def load(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise SamConfigError(f"heed: samconfig.toml can't be read: {error}") from None


def parameters_of(commands: dict[str, Any], command: str) -> dict[str, Any]:
    return dict(commands.get(command, {}).get("parameters", {}))


def overrides(given: object) -> dict[str, str]:
    """In every form that SAM CLI takes: one string as `sam deploy --guided` writes it, a list of such, a table."""
    if isinstance(given, list):
        return {name: value for part in given for name, value in overrides(part).items()}
    if isinstance(given, dict):
        found = {name: text_of(value) for name, value in given.items()}
    elif isinstance(given, str):
        found = dict(split(word) for word in words(given))
    else:
        raise SamConfigError(f"heed: samconfig.toml: parameter_overrides holds {given!r}; write Name=value")
    for name in found:
        if name not in template_defaults():
            raise SamConfigError(f"heed: samconfig.toml: {name} is no parameter of template.yaml; correct its name")
    return found


def text_of(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(part).strip() for part in value if part not in (None, ""))
    return str(value)


def words(text: str) -> list[str]:
    if "file://" in text:
        raise SamConfigError("heed: samconfig.toml: parameter_overrides names a file; write the parameters there")
    try:
        return shlex.split(text)
    except ValueError:
        raise SamConfigError(f"heed: samconfig.toml: a quote is not closed in parameter_overrides: {text}") from None


def split(word: str) -> tuple[str, str]:
    if not (found := PAIR.fullmatch(word)):
        raise SamConfigError(f"heed: samconfig.toml: {word!r} in parameter_overrides is not of the form Name=value")
    return found["key"] or found["name"], found["value"]


def quoted(parameters: dict[str, str]) -> list[str]:
    """`Name="value"`, as SAM CLI reads it from its command line and from the file."""
    return [f'{name}="{value.replace(chr(34), chr(92) + chr(34))}"' for name, value in parameters.items()]


def template_default(name: str) -> str:
    return template_defaults()[name]


@cache
def template_defaults() -> dict[str, str]:
    """Every parameter of template.yaml and its default, "" where it has none."""
    section = re.search(r"^Parameters:\n((?:  .*\n|\n)+)", (ROOT / "template.yaml").read_text(), re.M)
    assert section, "template.yaml has no parameters"
    found = re.findall(r"^  (\w+):\n((?:    .*\n|\n)+)", section[1], re.M)
    defaults = {name: re.search(r"^    Default: (.*)$", body, re.M) for name, body in found}
    return {name: default[1].strip("\"'") if default else "" for name, default in defaults.items()}


if __name__ == "__main__":
    print(read(sys.argv[1] if len(sys.argv) > 1 else DEFAULT).region)
