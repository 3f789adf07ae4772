"""The migration function at a release: CloudFormation is told, whatever happens, and never stuck."""

import sys
from pathlib import Path
from typing import Any

import pytest

from handler.migrate import handler, release, report
from migrations.failure import MigrationError
from migrations.scripts import VERSIONS, Scripts
from tests.handler.migrate.conftest import broken, context, ships
from tests.handler.migrate.test_events import FUNCTION
from tests.handler.migrate.waiting import WaitingAWS
from tests.migrations.conftest import WriteRevision

Event = dict[str, Any]


def update(resource: Event, before: int, after: int) -> Event:
    """What CloudFormation sends at a later release, and with a lower `after` when it goes back."""
    properties = resource["ResourceProperties"]
    return {
        **resource,
        "RequestType": "Update",
        "PhysicalResourceId": "heed-schema",
        "ResourceProperties": {**properties, "Version": f"{FUNCTION}:{after}"},
        "OldResourceProperties": {**properties, "Version": f"{FUNCTION}:{before}"},
    }


FAILING = "op.execute('ALTER TABLE gone ADD x int')"


def test_the_first_deployment(cloudformation: WaitingAWS, resource: Event) -> None:
    assert handler(resource, context(60))["to"] == Scripts().head
    [(request, headers, body)] = cloudformation.told
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


@pytest.mark.usefixtures("small_release")
def test_a_later_release_and_its_event_once_more(
    cloudformation: WaitingAWS, resource: Event, write_revision: WriteRevision
) -> None:
    handler(resource, context(60))
    write_revision("later2", "op.execute('CREATE TABLE later ()')", before="small1")
    for _ in range(2):
        handler(update(resource, 1, 2), context(60))
    told = [(body["Status"], body["Reason"]) for body in cloudformation.bodies()[1:]]
    assert told == [("SUCCESS", "from small1 to later2"), ("SUCCESS", "from later2 to later2")]


@pytest.mark.usefixtures("small_release")
def test_the_stack_goes_back_to_older_code(
    cloudformation: WaitingAWS, resource: Event, write_revision: WriteRevision
) -> None:
    """The second of two revisions fails: the first stands, and neither the old code nor the next release minds it."""
    handler(resource, context(60))
    write_revision("first2", "op.execute('CREATE TABLE first ()')", before="small1")
    write_revision("second3", FAILING, before="first2")
    assert "42P01" in handler(update(resource, 1, 2), context(60))["failed"]
    assert handler(update(resource, 2, 1), context(60)) == {"note": release.ROLLED_BACK}
    write_revision("second3", "op.execute('CREATE TABLE second ()')", before="first2")
    assert handler(update(resource, 1, 3), context(60))["to"] == "second3"
    told = [(body["Status"], body["Reason"]) for body in cloudformation.bodies()[2:]]
    assert told == [("SUCCESS", release.ROLLED_BACK), ("SUCCESS", "from first2 to second3")]


def test_old_code_on_purpose(
    upgraded_database: str,
    cloudformation: WaitingAWS,
    resource: Event,
    monkeypatch: pytest.MonkeyPatch,
    write_revision: WriteRevision,
    tmp_path: Path,
) -> None:
    """An operator deploys the code of before: the version is a higher one, the schema a newer one."""
    monkeypatch.setenv("DATABASE_URL", upgraded_database)
    write_revision("later1", "op.execute('CREATE TABLE later ()')")
    ships(monkeypatch, VERSIONS, tmp_path)
    assert handler(resource, context(60))["to"] == "later1"
    ships(monkeypatch, VERSIONS)
    assert handler(update(resource, 1, 2), context(60))["ahead"] is True
    assert "ahead of this code" in cloudformation.bodies()[-1]["Reason"]
    assert cloudformation.bodies()[-1]["Status"] == "SUCCESS"


@pytest.mark.parametrize("event", ["Delete", "rollback"])
def test_deleting_and_going_back_touch_nothing(
    cloudformation: WaitingAWS, resource: Event, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    """Else a database that is gone would leave the stack in DELETE_FAILED or UPDATE_ROLLBACK_FAILED."""
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    sent = update(resource, 2, 1) if event == "rollback" else {**resource, "RequestType": "Delete"}
    handler({**sent, "PhysicalResourceId": "older-name"}, context(60))
    [body] = cloudformation.bodies()
    assert (body["Status"], body["PhysicalResourceId"]) == ("SUCCESS", "older-name")
    assert body["Reason"].startswith("Nothing to do: ")


def test_a_failure_is_told_and_not_repeated(
    cloudformation: WaitingAWS,
    resource: Event,
    monkeypatch: pytest.MonkeyPatch,
    write_revision: WriteRevision,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It isn't raised, as Lambda would then run it again, while the stack goes back; the log has it for the alarm."""
    broken(monkeypatch, write_revision, tmp_path, FAILING)
    answer = handler(resource, context(60))
    [body] = cloudformation.bodies()
    assert body["Status"] == "FAILED"
    assert body["Reason"].startswith('upgrade of broken1 (test broken1) failed: 42P01 relation "gone" does not exist')
    assert answer == {"failed": body["Reason"]}
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [body["Reason"]]


@pytest.mark.usefixtures("small_release")
def test_a_report_is_tried_again(cloudformation: WaitingAWS, resource: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "PAUSE_SECONDS", 0.01)
    cloudformation.refusals = [(500, "InternalError"), (503, "SlowDown")]
    handler(resource, context(60))
    assert [body["Status"] for body in cloudformation.bodies()] == ["SUCCESS"] * 3


@pytest.mark.usefixtures("small_release")
def test_a_report_that_nobody_takes_is_raised(cloudformation: WaitingAWS, resource: Event) -> None:
    """Lambda then delivers the event again."""
    cloudformation.refusals = [(403, "AccessDenied")]
    with pytest.raises(MigrationError, match=r"from base to small1; and CloudFormation could not be told: NotTaken"):
        handler(resource, context(60))
    handler(resource, context(60))
    assert cloudformation.bodies()[-1]["Status"] == "SUCCESS"


def test_a_failure_that_nobody_takes_is_raised(
    cloudformation: WaitingAWS, resource: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    cloudformation.refusals = [(403, "AccessDenied")]
    with pytest.raises(MigrationError, match=r"DATABASE_URL: .*; and CloudFormation could not be told"):
        handler(resource, context(60))


def test_wrong_settings_are_reported(
    cloudformation: WaitingAWS, resource: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://u:secret@db/heed")
    assert "DATABASE_URL: must look like" in handler(resource, context(60))["failed"]
    [body] = cloudformation.bodies()
    assert body["Status"] == "FAILED"
    assert "secret" not in body["Reason"]


def test_code_that_can_not_be_imported_is_reported(
    cloudformation: WaitingAWS, resource: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "migrations.commands", None)
    assert "migrations.commands" in handler(resource, context(60))["failed"]
    assert [body["Status"] for body in cloudformation.bodies()] == ["FAILED"]
