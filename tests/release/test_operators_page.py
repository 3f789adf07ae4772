"""infra/README.md: every command in it is real."""

import re
import subprocess

import pytest

from app.config import ROOT
from infra.build.sam import sam_environment
from infra.dev.__main__ import TARGETS
from infra.tools import environment

PAGE = (ROOT / "infra" / "README.md").read_text()


def test_its_make_targets_exist() -> None:
    named = set(re.findall(r"`make ([a-z-]+)", PAGE))
    assert named
    assert named <= TARGETS.keys()
    assert set(re.findall(r"python3 -m infra\.dev ([a-z-]+)", PAGE)) <= TARGETS.keys()


def test_its_files_exist() -> None:
    named = re.findall(r"\]\(([^)h#][^)#]*)\)", PAGE) + re.findall(r"`?(infra/[a-z]+(?:\.yaml|/[a-z]+\.py|/))", PAGE)
    assert len(named) > 10
    for name in named:
        folder = ROOT if name.startswith("infra/") else ROOT / "infra"
        assert (folder / name).exists(), name


def test_its_parameters_and_outputs_exist() -> None:
    template = (ROOT / "template.yaml").read_text()
    named = (
        "DomainName",
        "HostedZoneId",
        "CertificateArn",
        "DomainTarget",
        "MemorySize",
        "MaxConcurrency",
        "SettingsPath",
    )
    for name in (*named, "ApiLogGroup"):
        assert name in PAGE
        assert re.search(rf"^  {name}:$", template, re.M)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\.local/tools/sam/bin/sam ([a-z]+)", PAGE))))
def test_its_sam_commands_exist(command: str) -> None:
    sam = environment.prepare("sam") / "sam"
    subprocess.run([str(sam), command, "--help"], check=True, capture_output=True, env=sam_environment())
