"""When Parameter Store is asked, how long for, and how often: by a clock of the tests' own."""

from types import SimpleNamespace
from typing import Any

import pytest

from app.aws.client import AWSError
from app.settings import ssm
from app.settings.ssm import ParameterStore, ParameterStoreError


class Clock:
    """Time, and Parameter Store: what each call was given, what it says, and how long was slept between two."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        self.pauses: list[tuple[float, float]] = []
        self.timeouts: list[float] = []
        self.requests: list[Any] = []
        self.error: AWSError | None = None

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def uniform(self, least: float, most: float) -> float:
        self.pauses.append((least, most))
        return most

    def call(self, service: str, action: str, request: Any, timeout: float) -> dict[str, Any]:
        self.requests.append(dict(request))
        self.timeouts.append(timeout)
        if self.error:
            raise self.error
        return {"Parameters": [{"Name": f"/heed/{len(self.requests)}", "Value": "x"}]}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    now = SimpleNamespace(time=lambda: clock.now, monotonic=lambda: clock.now, sleep=clock.sleep)
    monkeypatch.setattr(ssm, "time", now)
    monkeypatch.setattr(ssm, "chance", clock)
    monkeypatch.setattr(ssm, "call", clock.call)
    return clock


def test_values_are_kept_for_five_minutes(clock: Clock) -> None:
    store = ParameterStore("/heed/")
    assert store.read() == {"1": "x"}
    assert clock.requests == [{"Path": "/heed", "WithDecryption": True, "MaxResults": 10}]  # AWS allows no more.
    clock.now += 299.9
    assert store.read() == {"1": "x"}
    clock.now = 1300.0
    assert store.read() == {"2": "x"}
    store.expire()
    assert store.read() == {"3": "x"}


def test_old_values_serve_for_half_a_minute_and_a_refresh_takes_two_seconds(clock: Clock) -> None:
    store = ParameterStore("/heed")
    store.read()
    clock.now, clock.error = 1300.0, AWSError("AccessDeniedException", "", 400)
    for now, asked in ((1300.0, 2), (1329.9, 2), (1330.0, 3)):
        clock.now = now
        assert (store.read(), len(clock.requests)) == ({"1": "x"}, asked)
    clock.now, clock.error, before = 1360.0, AWSError("Throttled", "", 429), len(clock.requests)
    store.read()
    assert clock.timeouts[before:] == pytest.approx([2.0, 1.8, 1.4, 0.6])
    assert clock.slept == [0.2, 0.4, 0.8]


def test_the_first_values_are_waited_for_eight_seconds(clock: Clock) -> None:
    clock.error = AWSError("ThrottlingException", "", 400)
    with pytest.raises(ParameterStoreError, match="/heed could not be read in time: ThrottlingException"):
        ParameterStore("/heed").read()
    assert clock.slept == [0.2, 0.4, 0.8, 1.6, 2.0, 2.0]
    assert clock.pauses == [(0, most) for most in clock.slept]
    assert clock.timeouts == [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.0]


@pytest.mark.parametrize(("patience", "calls"), [(0.2, 1), (0.201, 2)])
def test_what_can_not_be_in_time_is_not_begun(clock: Clock, patience: float, calls: int) -> None:
    clock.error = AWSError("ThrottlingException", "", 400)
    with pytest.raises(ParameterStoreError):
        ParameterStore("/heed").fetch(patience)
    assert len(clock.timeouts) == calls
    assert clock.timeouts[1:] == [0.1] * (calls - 1)


@pytest.mark.parametrize(
    ("code", "status", "again"),
    [
        *(("Any", 0, True), ("Any", 1, False), ("Any", 428, False), ("Any", 429, True), ("Any", 430, False)),
        *(("Any", 499, False), ("Any", 500, True), ("Any", 501, True), ("Any", 400, False)),
        *(("ThrottlingException", 400, True), ("RequestLimitExceeded", 400, True)),
        *(("NoCredentials", 0, False), ("NoRegion", 0, False)),
    ],
)
def test_what_may_pass_is_tried_again(clock: Clock, code: str, status: int, again: bool) -> None:
    clock.error = AWSError(code, "", status)
    with pytest.raises(ParameterStoreError, match="in time" if again else f"can't be read: {code}"):
        ParameterStore("/heed").fetch(0.3)
    assert len(clock.requests) == 1 + again
