"""samconfig.toml: read as SAM CLI reads it, in each form; written without touching what else is in it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings.config import ROOT
from infra import sam_config
from infra.build.architecture import wanted_architecture
from infra.build.sam import sam_environment
from infra.release.environments import select, select_deployed
from infra.release.errors import ReleaseError
from infra.release.guide import guide
from infra.release.samconfig_file import write
from infra.sam_config import SamConfig, SamConfigError, overrides, quoted, read, template_default
from infra.tools import environment

ASK_SAM = """
import json, sys
from samcli.cli.types import CfnParameterOverridesType
form = CfnParameterOverridesType()
print(json.dumps([form.convert(given, None, None) for given in json.load(sys.stdin)]))
"""
# Saves what a person answered: SAM's own class, as `sam deploy --guided` calls it.
SAVE_AS_SAM = """
import sys
import click
from samcli.commands.deploy.guided_config import GuidedConfig
environment, folder = sys.argv[1:]
context = click.Context(click.Command("deploy"), info_name="deploy")
context.samconfig_dir = folder
with context:
    GuidedConfig("template.yaml", "parameters").save_config(
        {"Architecture": {"Value": "x86_64", "Hidden": False}, "CorsOrigins": {"Value": 'https://a.example,"b" c'},
         "AlarmEmail": {"Value": ""}, "DeletionProtection": {"Value": "false"}},
        environment, "samconfig.toml", stack_name="board", region="eu-west-1", resolve_s3=True, s3_prefix="board",
        confirm_changeset=True, capabilities=("CAPABILITY_IAM",), profile="work",
    )
"""
FORMS: list[object] = [
    "",
    'Architecture="x86_64" CorsOrigins="" AlarmEmail="a@example.com"',
    "Architecture=x86_64  LogDays=7",
    'CorsOrigins="https://a.example https://b.example" LogDays="7"',
    r'CorsOrigins="https://a.example,\"quoted\""',
    "CorsOrigins='https://a.example'",
    "ParameterKey=Architecture,ParameterValue=x86_64 ParameterKey=LogDays,ParameterValue=7",
    ["Architecture=x86_64", 'AlarmEmail=""', "CorsOrigins=https://a.example,https://b.example"],
    ["Architecture=x86_64 LogDays=7", ["MemorySize=1024"]],
    {"Architecture": "x86_64", "LogDays": 7, "CorsOrigins": ["https://a.example", "https://b.example"]},
]


def ask_sam(program: str, *arguments: str, given: str = "") -> str:
    python = environment.prepare("sam") / "python"
    command = [str(python), "-c", program, *arguments]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, input=given, env=sam_environment()
    ).stdout


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sam_config, "FILE", tmp_path / "samconfig.toml")
    return tmp_path / "samconfig.toml"


def test_parameters_are_read_as_sam_reads_them() -> None:
    assert [overrides(form) for form in FORMS] == json.loads(ask_sam(ASK_SAM, given=json.dumps(FORMS)))


def test_sam_reads_what_is_written() -> None:
    parameters = {"CorsOrigins": 'https://a.example,"b" c', "AlarmEmail": "", "SettingsPath": "/heed/it's"}
    written = quoted(parameters)
    assert overrides(written) == parameters
    assert json.loads(ask_sam(ASK_SAM, given=json.dumps([written, " ".join(written)]))) == [parameters, parameters]


@pytest.mark.parametrize("name", ["default", "prod"])
def test_what_sam_deploy_guided_writes_is_understood(file: Path, name: str) -> None:
    file.write_text("# ours\nversion = 0.1\n[default.build.parameters]\nbuild_in_source = true\n")
    ask_sam(SAVE_AS_SAM, name, str(file.parent))
    assert f"[{name}.deploy.parameters]" in file.read_text()
    config = read(name)
    assert (config.stack, config.region, config.environment) == ("board", "eu-west-1", name)
    assert config.parameter("CorsOrigins") == 'https://a.example,"b" c'
    assert config.chosen("Architecture") == "x86_64"
    assert config.chosen("DeletionProtection") is None
    assert (config.options["profile"], config.options["s3_prefix"]) == ("work", "board")
    write(config)
    assert read(name).parameters == config.parameters
    assert "# ours" in file.read_text()
    assert ask_sam(ASK_SAM, given=json.dumps([load_overrides(file, name)])) == json.dumps([config.parameters]) + "\n"


def load_overrides(file: Path, name: str) -> object:
    return sam_config.load(file)[name]["deploy"]["parameters"]["parameter_overrides"]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("Databse=aurora", "Databse is no parameter of template.yaml"),
        ("Architecture", "'Architecture' in parameter_overrides is not of the form Name=value"),
        ('CorsOrigins="https', "a quote is not closed"),
        ("file://parameters.yaml", "names a file"),
        ([1], "holds 1"),
    ],
)
def test_what_sam_would_misread_is_refused_by_name(given: object, complaint: str) -> None:
    with pytest.raises(SamConfigError) as caught:
        overrides(given)
    assert str(caught.value).startswith("heed: samconfig.toml: ")
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_toml_and_a_name_that_is_none_are_one_line(file: Path) -> None:
    file.write_text("[default")
    with pytest.raises(SamConfigError, match=r"^heed: samconfig\.toml can't be read: "):
        read()
    with pytest.raises(SamConfigError, match="can't be the name of an environment"):
        read("../prod")


def test_answers_are_added_and_all_else_stays(file: Path) -> None:
    before = '# ours\nversion = 0.1\n\n[default.deploy.parameters]\ns3_bucket = "ours" # shared\n'
    file.write_text(before)
    write(SamConfig("heed-prod", "eu-west-1", {"Database": "aurora"}, "prod"))
    text = file.read_text()
    assert text.startswith(before)
    assert read("prod") == SamConfig("heed-prod", "eu-west-1", {"Database": "aurora"}, "prod", read("prod").options)
    assert read().options == {"s3_bucket": "ours"}
    write(SamConfig("heed", "eu-west-1", {}, options={"s3_bucket": "ours"}))
    assert read().region == "eu-west-1"
    assert "resolve_s3" not in read().options
    assert read("prod").options["resolve_s3"] is True


def test_the_first_deployment_makes_the_file_that_is_missing(file: Path) -> None:
    write(SamConfig("heed", "eu-west-1", {"Architecture": "x86_64"}))
    assert read().parameters == {"Architecture": "x86_64"}
    assert wanted_architecture(read()) == "x86_64"


def test_environments_are_told_apart(file: Path) -> None:
    write(SamConfig("heed", "eu-west-1", {"SettingsPath": "/heed/heed"}))
    assert select(["--config-env", "prod", "--debug"]) == (SamConfig("heed-prod", environment="prod"), ["--debug"])
    with pytest.raises(ReleaseError, match=r"`make deploy env=prod` asks for it"):
        select_deployed(["--config-env", "prod"])
    write(SamConfig("heed", "eu-west-1", {"SettingsPath": "/heed/prod"}, "prod"))
    with pytest.raises(ReleaseError, match="prod and default name the same stack, heed; give each its own"):
        select(["--config-env", "prod"])
    write(SamConfig("heed-prod", "eu-west-1", {"SettingsPath": "/heed/heed/"}, "prod"))
    with pytest.raises(ReleaseError, match="default and prod read the same settings, /heed/heed; give each its own"):
        select([])
    write(SamConfig("heed-prod", "eu-west-1", {"SettingsPath": "/heed/prod"}, "prod"))
    assert select_deployed(["--config-env", "prod"])[0].stack == "heed-prod"


def test_a_workflow_reads_the_region_without_any_package(file: Path) -> None:
    write(SamConfig("heed", "eu-west-1", {}))
    command = [sys.executable, "-I", "-S", "-c", "import sys; sys.path.insert(0, '.'); from pathlib import Path\n"]
    command[-1] += f"from infra import sam_config; print(sam_config.read('default', Path({str(file)!r})).region)"
    answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    assert answer.stdout == "eu-west-1\n"


def test_the_guide_asks_again_until_an_answer_is_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    answers = iter(["board", "", "", "sparc", "x86_64", "aurora", "https://example.com", "", ""])
    config = guide(SamConfig(parameters={"LogDays": "7"}, options={"profile": "work"}), lambda _: next(answers))
    assert (config.stack, config.region, config.options) == ("board", "eu-west-1", {"profile": "work"})
    assert config.parameters == {
        "LogDays": "7",
        "SettingsPath": "/heed/board",
        "Architecture": "x86_64",
        "Database": "aurora",
        "CorsOrigins": "https://example.com",
    }


def test_the_guide_needs_somebody_who_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(ReleaseError, match=r"^heed: samconfig\.toml names no region for the environment prod"):
        guide(SamConfig(environment="prod"))


def test_every_parameter_has_a_default() -> None:
    assert template_default("Database") == "url"
    assert template_default("AuroraVersion") == "17.5"
    assert template_default("AlarmEmail") == ""
