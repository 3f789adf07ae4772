"""What wakes the courier: the log's marker line, a schedule, the daily sweep, or SNS with a bounce."""

from typing import Any

from app.courier.worker import Courier
from app.settings.courier import load_courier_settings
from handler.renewed import Renewed

courier = Renewed(load_courier_settings, Courier, close=lambda made: None)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return courier.get().handle(event, time_left=lambda: context.get_remaining_time_in_millis() / 1000)
