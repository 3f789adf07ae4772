"""samconfig.toml: how this team's board is deployed. SAM CLI reads it too, so that it is said once."""

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "samconfig.toml"

CONTENT = """\
version = 0.1

[default.global.parameters]
stack_name = {stack}
region = {region}

[default.build.parameters]
build_in_source = true

[default.validate.parameters]
lint = true

[default.deploy.parameters]
capabilities = "CAPABILITY_IAM CAPABILITY_AUTO_EXPAND"
resolve_s3 = true
confirm_changeset = false
fail_on_empty_changeset = false
parameter_overrides = [
{parameters}]
"""


@dataclass(frozen=True)
class SamConfig:
    """`region` is empty until the first deployment has asked for it. `parameters` are the template's that differ."""

    stack: str = "heed"
    region: str = ""
    parameters: dict[str, str] = field(default_factory=dict)

    def parameter(self, name: str) -> str:
        """As it will be deployed: what is chosen, else the template's default."""
        return self.parameters[name] if name in self.parameters else template_default(name)


def read(file: Path = FILE) -> SamConfig:
    default = tomllib.loads(file.read_text())["default"]
    common = default["global"]["parameters"]
    pairs = default["deploy"]["parameters"].get("parameter_overrides", [])
    return SamConfig(common["stack_name"], common.get("region", ""), dict(pair.split("=", 1) for pair in pairs))


def write(config: SamConfig, file: Path = FILE) -> None:
    pairs = [f"  {json.dumps(f'{name}={value}')},\n" for name, value in config.parameters.items()]
    text = CONTENT.format(stack=json.dumps(config.stack), region=json.dumps(config.region), parameters="".join(pairs))
    file.write_text(text)


def template_default(name: str) -> str:
    template = (ROOT / "template.yaml").read_text()
    found = re.search(rf"^  {name}:\n    Type: \w+\n    Default: (.*)$", template, re.M)
    assert found, name
    return found[1].strip('"')
