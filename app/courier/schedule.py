"""The next time that something is due: one EventBridge schedule, moved. It costs nothing while it waits."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from app.aws.client import AWSError, call_rest
from app.settings.courier import CourierSettings

TIMEOUT = 5.0  # Seconds.
EARLIEST = 60.0  # Seconds: the scheduler's clock has minutes, and refuses what is past.


def wake_in(settings: CourierSettings, seconds: float, now: datetime | None = None) -> None:
    """Raises AWSError."""
    at = (now or datetime.now(UTC)) + timedelta(seconds=max(seconds, EARLIEST))
    schedule: dict[str, Any] = {
        "ScheduleExpression": f"at({at:%Y-%m-%dT%H:%M:%S})",
        "ScheduleExpressionTimezone": "UTC",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "GroupName": settings.schedule_group,
        "Target": {"Arn": settings.courier_arn, "RoleArn": settings.schedule_role_arn, "Input": '{"retry": true}'},
    }
    path = f"/schedules/{quote(settings.schedule_name, safe='')}"
    try:
        call_rest("scheduler", "PUT", path, schedule, timeout=TIMEOUT)
    except AWSError as error:
        if error.status != 404:
            raise
        call_rest("scheduler", "POST", path, schedule, timeout=TIMEOUT)
