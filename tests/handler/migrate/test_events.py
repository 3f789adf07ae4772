"""Events: a default, and everything that is refused before the database is touched."""

from typing import Any

import pytest

from handler.migrate import handler
from handler.migrate.events import CustomResource, parse
from migrations.events import Ask, Downgrade, Sql, Upgrade
from migrations.failure import MigrationError

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:heed-MigrateFunction-1A2B"
RESOURCE = {
    "RequestType": "Create",
    "ResponseURL": "https://cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com/a?b=c",
    "StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/heed/guid",
    "RequestId": "1",
    "LogicalResourceId": "Migration",
    "ResourceType": "Custom::Migration",
    "ResourceProperties": {"ServiceToken": FUNCTION, "ServiceTimeout": "930", "Version": f"{FUNCTION}:1"},
}


def test_what_is_understood() -> None:
    assert parse({}) == Upgrade(command="upgrade", revision="head")
    assert parse({"command": "upgrade", "revision": "+1"}) == Upgrade(command="upgrade", revision="+1")
    assert parse({"command": "sql", "revision": "0123456789ab"}) == Sql(command="sql", revision="0123456789ab")
    assert parse({"command": "check"}) == Ask(command="check")
    down = {"command": "downgrade", "revision": "base", "confirm": True}
    assert parse(down) == Downgrade(command="downgrade", revision="base", confirm=True)
    assert isinstance(parse(RESOURCE), CustomResource)


HOSTILE: list[Any] = [
    None,
    "upgrade",
    b"upgrade",
    0,
    True,
    [],
    [{"command": "upgrade"}],
    {"command": None},
    {"command": ["upgrade"]},
    {"command": "Upgrade"},
    {"command": "upgrade "},
    {"command": "stamp"},
    {"command": "__init__"},
    {"revision": "head"},
    {"Records": [{"eventSource": "aws:sqs"}]},
    {"version": "0", "detail-type": "Scheduled Event", "source": "aws.events"},
    {"command": "upgrade", "revision": "head; drop table users"},
    {"command": "upgrade", "revision": "head\n"},
    {"command": "upgrade", "revision": "heads"},
    {"command": "upgrade", "revision": "base"},
    {"command": "upgrade", "revision": "-1"},
    {"command": "upgrade", "revision": "+0"},
    {"command": "upgrade", "revision": "+1000"},
    {"command": "upgrade", "revision": "ec8:head"},
    {"command": "upgrade", "revision": "../../etc"},
    {"command": "upgrade", "revision": "é" * 12},
    {"command": "upgrade", "revision": "a" * 5000},
    {"command": "upgrade", "revision": ""},
    {"command": "upgrade", "revision": None},
    {"command": "upgrade", "revision": 1},
    {"command": "upgrade", "revision": ["head"]},
    {"command": "upgrade", "confirm": True},
    {"command": "upgrade", "sql": True},
    {"command": "upgrade", "database_url": "postgresql://evil/x"},
    {"command": "downgrade"},
    {"command": "downgrade", "revision": "base"},
    {"command": "downgrade", "confirm": True},
    {"command": "downgrade", "revision": "base", "confirm": False},
    {"command": "downgrade", "revision": "base", "confirm": "true"},
    {"command": "downgrade", "revision": "base", "confirm": 1},
    {"command": "downgrade", "revision": "-1", "confirm": True},
    {"command": "downgrade", "revision": "head", "confirm": "yes"},
    {"command": "current", "revision": "head"},
    {"command": "upgrade", **RESOURCE},
    {"LifecycleEventHookExecutionId": "e-1", "DeploymentId": "d-1"},
    {**RESOURCE, "ResourceProperties": []},
    {**RESOURCE, "ResourceProperties": {"Version": 1}},
    {**RESOURCE, "ResponseURL": "http://169.254.169.254/latest"},
    {**RESOURCE, "ResponseURL": "https://evil.example/amazonaws.com/"},
    {**RESOURCE, "ResponseURL": "https://evil@x.amazonaws.com.evil.example/"},
    {**RESOURCE, "ResponseURL": "file:///etc/passwd"},
    {**RESOURCE, "ResponseURL": None},
    {**RESOURCE, "RequestType": "Drop"},
    {"ResponseURL": RESOURCE["ResponseURL"]},
]


@pytest.mark.parametrize("event", HOSTILE, ids=lambda event: ascii(event)[:60])
def test_refused_untouched(event: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # A port on which nobody listens: an attempt to connect would fail in other words.
    monkeypatch.setenv("DATABASE_URL", "postgresql://heed:heed@127.0.0.1:1/heed")
    with pytest.raises(MigrationError, match=r"^refused, nothing was run: ") as refused:
        handler(event, None)
    assert len(str(refused.value)) < 900


def update(before: str, after: str) -> CustomResource:
    event = parse(
        {
            **RESOURCE,
            "RequestType": "Update",
            "ResourceProperties": {"Version": after},
            "OldResourceProperties": {"Version": before},
        }
    )
    assert isinstance(event, CustomResource)
    return event


def test_a_stack_that_goes_back_has_a_lower_version() -> None:
    assert update(f"{FUNCTION}:10", f"{FUNCTION}:9").goes_back(), "numbers, not words"
    assert not update(f"{FUNCTION}:9", f"{FUNCTION}:10").goes_back()
    assert not update(f"{FUNCTION}:9", f"{FUNCTION}:9").goes_back(), "another property has changed"
    assert not update(f"{FUNCTION}:9", f"{FUNCTION}2:1").goes_back(), "another function counts anew"
    assert not update("", f"{FUNCTION}:1").goes_back()
    assert not update(f"{FUNCTION}:9", "").goes_back()
    assert not update(f"{FUNCTION}:9", f"{FUNCTION}:²").goes_back()


def test_a_refusal_is_one_line_without_the_value() -> None:
    with pytest.raises(MigrationError) as refused:
        parse({"command": "upgrade", "revision": "s3cret!", "x\nERROR forged \x1b[31m": 1})
    assert "s3cret" not in str(refused.value)
    assert str(refused.value).isprintable()
    with pytest.raises(MigrationError) as refused:
        parse({"command": "heads", **{letter * 61: 1 for letter in "abcdef"}})
    said = [f"{f'heads.{letter * 61}'[:60]}: Extra inputs are not permitted" for letter in "abcde"]
    assert str(refused.value) == f"refused, nothing was run: {'; '.join(said)}"
    with pytest.raises(MigrationError, match=r"^refused, nothing was run: event: must be one of upgrade, downgrade"):
        parse({"command": None})
    with pytest.raises(MigrationError, match="must be one of upgrade, downgrade") as refused:
        parse({"command": "s3cret"})
    assert "s3cret" not in str(refused.value)
