"""The answer to a release by itself: how often it is tried, after which pauses, and that it goes out once."""

import logging
from typing import Any
from urllib.parse import SplitResult

import pytest

from app.aws.client import AWSError
from handler.migrate import report
from handler.migrate.events import CustomResource
from handler.migrate.release import ANSWER_BEFORE, STOP_BEFORE
from handler.migrate.report import Report
from migrations.failure import MigrationError
from tests.handler.migrate.test_events import RESOURCE


class Waiting:
    """CloudFormation's address: what it was sent, what it says each time, and how long it was left in peace."""

    def __init__(self) -> None:
        self.sent: list[tuple[Any, ...]] = []
        self.says: list[int] = []
        self.pauses: list[float] = []

    def send(self, url: SplitResult, *request: Any) -> tuple[int, dict[str, Any]]:
        self.sent.append((url.geturl(), *request))
        status = self.says.pop(0) if self.says else 200
        if status == 0:
            raise AWSError("TimeoutError", "no answer")
        return status, {}


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Waiting:
    waiting = Waiting()
    monkeypatch.setattr(report, "send", waiting.send)
    monkeypatch.setattr("handler.migrate.report.time.sleep", waiting.pauses.append)
    return waiting


@pytest.fixture
def answer() -> Report:
    return Report(CustomResource.model_validate(RESOURCE))


@pytest.mark.parametrize("status", [0, 429, 500, 503])
def test_what_passes_is_tried_twice_more(waiting: Waiting, answer: Report, status: int) -> None:
    waiting.says = [status, status]
    assert answer.send(True, "done")
    assert (len(waiting.sent), waiting.pauses) == (3, [0.5, 1.0])


@pytest.mark.parametrize(("status", "attempts"), [(0, 3), (500, 3), (201, 1), (400, 1), (428, 1), (430, 1), (499, 1)])
def test_what_nobody_takes_is_raised(waiting: Waiting, answer: Report, status: int, attempts: int) -> None:
    waiting.says = [status] * 5
    with pytest.raises(MigrationError, match=r"^done; and CloudFormation could not be told: "):
        answer.send(True, "done")
    assert len(waiting.sent) == attempts


def test_all_attempts_fit_into_the_time_that_is_kept_for_them(waiting: Waiting, answer: Report) -> None:
    waiting.says = [0] * 3
    with pytest.raises(MigrationError):
        answer.send(True, "done")
    seconds = [request[-1] for request in waiting.sent]
    assert (seconds, sum(seconds) + sum(waiting.pauses)) == ([3.0] * 3, 10.5)
    assert 10.5 < ANSWER_BEFORE < STOP_BEFORE


def test_the_first_answer_is_the_only_one(waiting: Waiting, answer: Report, caplog: pytest.LogCaptureFixture) -> None:
    assert answer.send(False, "no time") is True
    assert answer.send(True, "done") is False
    answer.out_of_time("no time")
    assert [record.getMessage() for record in caplog.records] == ["reported: failed, no time"]
    [(url, method, path, headers, body, _)] = waiting.sent
    assert (url, method) == (RESOURCE["ResponseURL"], "PUT")
    assert url == f"https://{headers['host']}{path}"
    assert headers["content-type"] == ""
    assert b'"Status": "FAILED"' in body


def test_a_last_resort_that_nobody_takes_is_in_the_log(
    waiting: Waiting, answer: Report, caplog: pytest.LogCaptureFixture
) -> None:
    waiting.says = [403]
    answer.out_of_time("no time")
    assert b'"Status": "FAILED"' in waiting.sent[0][4]
    [record] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert "no time; and CloudFormation could not be told" in record.getMessage()
