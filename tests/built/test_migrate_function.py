"""The migration function as built: an operator's command, a release, and a stranger's address."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.built.conftest import Start
from tests.handler.migrate.test_events import RESOURCE
from tests.handler.migrate.waiting import WaitingAWS


@pytest.fixture
def waiting() -> Iterator[WaitingAWS]:
    server = WaitingAWS()
    yield server
    server.shutdown()
    server.server_close()


def test_migrates_on_command_and_refuses_the_rest(start: Start) -> None:
    function = start("handler.migrate.handler")
    answer = function({"command": "upgrade"})
    assert answer["from"] == answer["to"], answer
    assert "errorMessage" in function({"command": "drop everything"})
    assert "errorMessage" in function({"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "e-1"})


def test_answers_to_nobody_but_cloudformation(start: Start, waiting: WaitingAWS) -> None:
    refusal = start("handler.migrate.handler")({**RESOURCE, "ResponseURL": f"{waiting.url}/answer?signed=1"})
    assert "ResponseURL" in refusal["errorMessage"]
    assert waiting.told == []


def test_a_failure_is_a_line_that_the_alarm_counts(start: Start, tmp_path: Path) -> None:
    """infra/watching.yaml looks for this level, in the format that template.yaml sets."""
    function = start("handler.migrate.handler", DATABASE_URL="nonsense", AWS_LAMBDA_LOG_FORMAT="JSON")
    unreachable = "https://heed.invalid.amazonaws.com/answer"
    assert "DATABASE_URL" in function({**RESOURCE, "ResponseURL": unreachable})["errorMessage"]
    [log] = tmp_path.glob("handler.migrate*.log")
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert [line for line in lines if line.get("level") == "ERROR" and "DATABASE_URL" in line.get("message", "")]
