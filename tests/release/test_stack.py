"""What `make deploy` does about each state that a stack can be in, with moto's stack put into that state."""

import json
from typing import Any

import boto3
import moto.cloudformation.models
import pytest
from botocore.session import get_session

from infra.release import stack
from infra.release.errors import ReleaseError
from infra.release.stack import ABSENT, ENDS_SOON, FIRST_TRY_UNDONE, REFUSED, STANDS, find_stack, make_way, refusal
from infra.sam_config import SamConfig

CONFIG = SamConfig("heed", "eu-central-1", {"SettingsPath": "/heed/test"})
STATUSES = get_session().get_service_model("cloudformation").shape_for("StackStatus").enum


def create(**outputs: str) -> None:
    template = {
        "Parameters": {"Database": {"Type": "String", "Default": "url"}},
        "Resources": {"Any": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }
    client = boto3.client("cloudformation", region_name="eu-central-1")
    client.create_stack(StackName="heed", TemplateBody=json.dumps(template))


def put_into(status: str) -> Any:
    """moto's server runs in this process: its stack can be moved to where no call would bring it."""
    backend = moto.cloudformation.models.cloudformation_backends["123456789012"]["eu-central-1"]
    found = next(each for each in backend.stacks.values() if each.name == "heed")
    found.status = status
    return found


def test_every_state_is_in_exactly_one_class() -> None:
    classes = [*ABSENT, *STANDS, *ENDS_SOON, *FIRST_TRY_UNDONE, *REFUSED]
    assert sorted(classes) == sorted(STATUSES)


@pytest.mark.usefixtures("aws")
def test_no_stack_is_created() -> None:
    assert make_way(CONFIG) is None


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("status", STANDS)
def test_a_stack_that_stands_is_updated(status: str) -> None:
    create(Address="https://a.example")
    put_into(status)
    found = make_way(CONFIG)
    assert found
    assert (found.status, found.parameters, found.outputs) == (
        status,
        {"Database": "url"},
        {"Address": "https://a.example"},
    )


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("status", sorted(REFUSED))
def test_any_other_state_is_one_line_that_says_what_to_do(status: str) -> None:
    create()
    put_into(status)
    with pytest.raises(ReleaseError) as caught:
        make_way(CONFIG)
    said = str(caught.value)
    assert said.startswith(f"heed: the stack heed is in {status}: ")
    assert "\n" not in said
    assert "--stack-name heed --region eu-central-1" in said or "make takedown" in said
    assert "{" not in said


@pytest.mark.usefixtures("aws")
def test_a_failure_names_what_failed_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    class Client:
        def describe_stack_resources(self, **_: str) -> dict[str, Any]:
            good = {"LogicalResourceId": "Api", "ResourceStatus": "UPDATE_COMPLETE"}
            bad = {"LogicalResourceId": "AuroraDatabase", "ResourceStatus": "DELETE_FAILED"}
            return {"StackResources": [good, bad | {"ResourceStatusReason": "it is protected"}]}

    monkeypatch.setattr(stack, "client", lambda *_: Client())
    assert refusal(CONFIG, "ROLLBACK_FAILED").endswith("(failed: AuroraDatabase, it is protected)")


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("status", ["SOMETHING_NEW", "SOMETHING_NEW_FAILED"])
def test_a_state_of_the_future_is_refused(status: str) -> None:
    create()
    put_into(status)
    with pytest.raises(ReleaseError, match="which Heed does not know"):
        make_way(CONFIG)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("status", ABSENT)
def test_a_name_without_a_stack_is_created(status: str) -> None:
    create()
    put_into(status)
    assert make_way(CONFIG) is None


@pytest.mark.usefixtures("aws")
def test_what_a_failed_first_try_has_left_is_deleted(capsys: pytest.CaptureFixture[str]) -> None:
    create()
    put_into("ROLLBACK_COMPLETE")
    assert make_way(CONFIG) is None
    assert find_stack(CONFIG) is None
    assert "deleting what a first deployment that failed has left" in capsys.readouterr().out


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("status", ENDS_SOON)
def test_cleaning_up_is_waited_for(status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    create()
    put_into(status)
    monkeypatch.setattr("time.sleep", lambda _: put_into("UPDATE_COMPLETE"))
    found = make_way(CONFIG)
    assert found
    assert found.status == "UPDATE_COMPLETE"


def test_an_aws_that_does_not_answer_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with pytest.raises(ReleaseError, match=r"^heed: the stack heed can't be seen: "):
        find_stack(CONFIG)
