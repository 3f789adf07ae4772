"""infra/README.md: every command in it is real."""

import re

import pytest

from app.settings.config import ROOT
from infra.dev.__main__ import TARGETS
from infra.release.stack import REFUSED
from tests.release import aws_commands

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
        "RestoreFrom",
        "DeletionProtection",
        "DisableApiAddress",
        "AuroraVersion",
    )
    for name in (*named, "ApiLogGroup", "DatabaseCluster", "ApiFunctionName"):
        assert name in PAGE
        assert re.search(rf"^  {name}:$", template, re.M)


def test_its_aws_commands_are_what_aws_takes() -> None:
    found = aws_commands.commands(PAGE)
    assert len(found) > 15
    for command in found:
        aws_commands.check(command)


@pytest.mark.parametrize("status", sorted(REFUSED))
def test_what_a_refused_deployment_says_is_what_aws_takes(status: str) -> None:
    said = REFUSED[status].format(stack="--stack-name heed --region eu-central-1")
    for command in aws_commands.commands(said):
        aws_commands.check(command)
    assert "`aws " in said or "`make takedown`" in said
