"""The migration function at a release: whoever waits is told, whatever happens."""

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Connection, text

from handler.migrate import handler
from migrations import events, lock, release
from migrations.failure import MigrationError
from migrations.scripts import Scripts
from tests.migrations.aws import WaitingAWS
from tests.migrations.conftest import WriteRevision
from tests.migrations.test_events import HOOK, RESOURCE


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch, empty_database: str) -> Iterator[WaitingAWS]:
    server = WaitingAWS()
    monkeypatch.setenv("AWS_ENDPOINT_URL_CODEDEPLOY", server.url)
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setenv("DATABASE_URL", empty_database)
    monkeypatch.setattr(events, "RESPONSE_URL", f"{server.url}/.+")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def resource(aws: WaitingAWS) -> dict[str, Any]:
    return {**RESOURCE, "ResponseURL": f"{aws.url}/bucket/key?signature=a%2Fb&x=1"}


def context(seconds: float) -> Any:
    """Lambda's, of a function that has so long left."""
    ends = time.monotonic() + seconds
    return SimpleNamespace(get_remaining_time_in_millis=lambda: int((ends - time.monotonic()) * 1000))


def broken(monkeypatch: pytest.MonkeyPatch, write_revision: WriteRevision, folder: Path, up: str) -> None:
    """Makes the release bring a revision that does that."""
    write_revision("broken1", up, before=None)
    monkeypatch.setattr(Scripts.__init__, "__defaults__", ((folder,),))


FAILING = "op.execute('ALTER TABLE gone ADD x int')"
STUCK = "op.execute('CREATE TABLE half ()'); allow(600); op.execute('SELECT pg_sleep(600)')"
SLEEPING = "op.execute('CREATE TABLE half ()'); import time; time.sleep(4); op.execute('CREATE TABLE whole ()')"


def test_pre_traffic_succeeds(aws: WaitingAWS) -> None:
    assert handler(HOOK, context(60))["to"] == Scripts().head
    [(request, headers, body)] = aws.told
    assert request == "POST /"
    assert headers["x-amz-target"] == "CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus"
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    assert body == {"deploymentId": "d-1", "lifecycleEventHookExecutionId": "e-1", "status": "Succeeded"}


def test_pre_traffic_fails(
    aws: WaitingAWS, monkeypatch: pytest.MonkeyPatch, write_revision: WriteRevision, tmp_path: Path
) -> None:
    broken(monkeypatch, write_revision, tmp_path, FAILING)
    with pytest.raises(MigrationError, match=r"broken1 .* in: ALTER TABLE gone"):
        handler(HOOK, context(60))
    assert [body["status"] for body in aws.bodies()] == ["Failed"]


def test_the_same_hook_three_times(aws: WaitingAWS) -> None:
    handler(HOOK, context(60))
    aws.refusals = [(400, "LifecycleEventAlreadyCompletedException")] * 2
    for _ in range(2):
        assert handler(HOOK, context(60))["revisions"] == []


def test_a_report_is_tried_again(aws: WaitingAWS) -> None:
    aws.refusals = [(500, "InternalFailure"), (400, "ThrottlingException")]
    handler(HOOK, context(60))
    assert [body["status"] for body in aws.bodies()] == ["Succeeded"] * 3


def test_a_report_that_nobody_takes_is_a_failure(aws: WaitingAWS) -> None:
    aws.refusals = [(403, "AccessDeniedException")]
    with pytest.raises(MigrationError, match="the release could not be told: AccessDeniedException"):
        handler(HOOK, context(60))


@pytest.mark.parametrize("request_type", ["Create", "Update"])
def test_first_deployment(aws: WaitingAWS, resource: dict[str, Any], request_type: str) -> None:
    handler({**resource, "RequestType": request_type}, context(60))
    [(request, headers, body)] = aws.told
    assert request == "PUT /bucket/key?signature=a%2Fb&x=1"
    assert headers["content-type"] == "", "S3's signature is for none"
    assert body == {
        "Status": "SUCCESS",
        "Reason": f"from base to {Scripts().head}",
        "PhysicalResourceId": "heed-schema",
        "StackId": resource["StackId"],
        "RequestId": "1",
        "LogicalResourceId": "Migration",
    }


def test_first_deployment_fails(
    aws: WaitingAWS,
    resource: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    write_revision: WriteRevision,
    tmp_path: Path,
) -> None:
    broken(monkeypatch, write_revision, tmp_path, FAILING)
    with pytest.raises(MigrationError):
        handler(resource, context(60))
    [body] = aws.bodies()
    assert body["Status"] == "FAILED"
    assert body["Reason"].startswith('upgrade of broken1 (test broken1) failed: 42P01 relation "gone" does not exist')


def test_deleting_the_stack_touches_nothing(
    aws: WaitingAWS, resource: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://heed:heed@127.0.0.1:1/heed")
    handler({**resource, "RequestType": "Delete", "PhysicalResourceId": "older-name"}, context(60))
    [body] = aws.bodies()
    assert (body["Status"], body["PhysicalResourceId"]) == ("SUCCESS", "older-name")


def test_wrong_settings_are_reported(
    aws: WaitingAWS, resource: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://u:secret@db/heed")
    with pytest.raises(MigrationError, match="DATABASE_URL: must look like"):
        handler(resource, context(60))
    [body] = aws.bodies()
    assert body["Status"] == "FAILED"
    assert "secret" not in body["Reason"]


def test_code_that_can_not_be_imported_is_reported(aws: WaitingAWS, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "migrations.commands", None)
    with pytest.raises(ImportError):
        handler(HOOK, context(60))
    assert [body["status"] for body in aws.bodies()] == ["Failed"]


def test_it_stops_itself_before_lambda_does(
    aws: WaitingAWS,
    database: Connection,
    monkeypatch: pytest.MonkeyPatch,
    write_revision: WriteRevision,
    tmp_path: Path,
) -> None:
    broken(monkeypatch, write_revision, tmp_path, STUCK)
    limited = context(release.STOP_BEFORE + 2.5)
    with pytest.raises(MigrationError, match=r"broken1 .*time ran out.* in: SELECT pg_sleep\(600\)"):
        handler(HOOK, limited)
    assert limited.get_remaining_time_in_millis() / 1000 > release.STOP_BEFORE - 2
    assert [body["status"] for body in aws.bodies()] == ["Failed"]
    assert database.scalar(text("SELECT to_regclass('half')")) is None, "it is rolled back"
    working = text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)' AND state = 'active'")
    assert database.scalar(working) == 0, "and the server no longer works for it"


def test_what_can_not_be_stopped_is_reported_all_the_same(
    aws: WaitingAWS,
    database: Connection,
    monkeypatch: pytest.MonkeyPatch,
    write_revision: WriteRevision,
    tmp_path: Path,
) -> None:
    """A revision that computes, and asks the database for nothing."""
    broken(monkeypatch, write_revision, tmp_path, SLEEPING)
    monkeypatch.setattr(release, "STOP_BEFORE", 1.0)
    monkeypatch.setattr(release, "ANSWER_BEFORE", 0.5)
    threading.Timer(3.2, lambda: early.extend(aws.bodies())).start()
    early: list[Any] = []
    with pytest.raises(MigrationError, match=r"broken1 .* out of time before: CREATE TABLE whole"):
        handler(HOOK, context(3.0))
    assert [body["status"] for body in early] == ["Failed"], "while it still computed"
    assert len(aws.bodies()) == 1
    assert database.scalar(text("SELECT to_regclass('half')")) is None, "and nothing of it came after that"


def test_waiting_for_another_migration_ends_in_time(
    aws: WaitingAWS, database: Connection, resource: dict[str, Any]
) -> None:
    database.execute(text(f"SELECT pg_advisory_lock({lock.MIGRATION_LOCK})"))
    limited = context(release.STOP_BEFORE + 2)
    with pytest.raises(MigrationError, match="another migration is running"):
        handler(resource, limited)
    assert limited.get_remaining_time_in_millis() / 1000 > release.STOP_BEFORE - 2
    assert [body["Status"] for body in aws.bodies()] == ["FAILED"]


def test_too_little_time_is_refused(aws: WaitingAWS) -> None:
    with pytest.raises(MigrationError, match="the function's timeout is too short"):
        handler(HOOK, context(release.STOP_BEFORE))
    assert [body["status"] for body in aws.bodies()] == ["Failed"]


def test_an_unreachable_database_is_reported(
    aws: WaitingAWS, resource: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://heed:s3cret@127.0.0.1:1/heed")
    with pytest.raises(MigrationError, match="no connection to the database"):
        handler(resource, context(release.STOP_BEFORE + 2))
    [body] = aws.bodies()
    assert body["Status"] == "FAILED"
    assert "s3cret" not in body["Reason"]
