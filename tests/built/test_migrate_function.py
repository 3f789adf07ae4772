"""The migration function as built: an operator's command, CodeDeploy's hook, and a stranger's address."""

from collections.abc import Iterator

import pytest

from tests.built.conftest import Start
from tests.migrations.aws import WaitingAWS

HOOK = {"DeploymentId": "d-ABCDEF123", "LifecycleEventHookExecutionId": "eyJlbmNyeXB0ZWREYXRhIjoi"}


@pytest.fixture
def waiting() -> Iterator[WaitingAWS]:
    server = WaitingAWS()
    yield server
    server.shutdown()
    server.server_close()


def test_migrates_on_command_and_tells_codedeploy(start: Start, waiting: WaitingAWS) -> None:
    function = start(
        "handler.migrate.handler",
        AWS_ENDPOINT_URL_CODEDEPLOY=waiting.url,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
    )
    answer = function({"command": "upgrade"})
    assert answer["from"] == answer["to"], answer
    assert "errorMessage" in function({"command": "drop everything"})
    assert "errorMessage" not in function(HOOK)
    [told] = waiting.bodies()
    assert told == {
        "deploymentId": HOOK["DeploymentId"],
        "lifecycleEventHookExecutionId": HOOK["LifecycleEventHookExecutionId"],
        "status": "Succeeded",
    }


def test_answers_to_nobody_but_cloudformation(start: Start, waiting: WaitingAWS) -> None:
    event = {
        "RequestType": "Create",
        "ResponseURL": f"{waiting.url}/answer?signed=1",
        "StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/heed/guid",
        "RequestId": "unique",
        "ResourceType": "Custom::Migration",
        "LogicalResourceId": "Migration",
        "ResourceProperties": {"ServiceToken": "arn", "ServiceTimeout": "930", "Command": "upgrade"},
    }
    refusal = start("handler.migrate.handler")(event)
    assert "ResponseURL" in refusal["errorMessage"]
    assert waiting.told == []
