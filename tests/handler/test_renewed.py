"""What the mail functions keep between two calls: made anew when the settings changed, and only then."""

from typing import Any

import pytest

from app.settings.config import SettingsError
from handler import outbox, renewed
from handler.renewed import Renewed


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000.0
        monkeypatch.setattr("handler.renewed.time.time", lambda: self.now)
        monkeypatch.setattr(renewed, "settings_expire_at", lambda: self.now + 300)


class Kept:
    """Makes a list of the settings' name, and notes in which order things are loaded, made and closed."""

    def __init__(self) -> None:
        self.settings: Any = "first"
        self.noted: list[str] = []
        self.kept = Renewed(self.load, self.make, close=lambda made: self.noted.append(f"closed {made[0]}"))

    def load(self) -> Any:
        self.noted.append("loaded")
        if isinstance(self.settings, SettingsError):
            raise self.settings
        return self.settings

    def make(self, settings: Any) -> list[Any]:
        self.noted.append(f"made {settings}")
        return [settings]

    def get(self) -> Any:
        del self.noted[:]
        return self.kept.get()[0]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_settings_are_looked_at_when_they_expire_and_not_before(clock: Clock) -> None:
    kept = Kept()
    assert (kept.get(), kept.noted) == ("first", ["loaded", "made first"])
    clock.now += 299
    assert (kept.get(), kept.noted) == ("first", [])
    clock.now += 1
    assert (kept.get(), kept.noted) == ("first", ["loaded"])
    assert (kept.get(), kept.noted) == ("first", [])


def test_what_the_old_settings_made_is_closed_before_the_new_is_made(clock: Clock) -> None:
    """The server may grant one connection."""
    kept = Kept()
    kept.get()
    kept.settings = "second"
    clock.now += 300
    assert (kept.get(), kept.noted) == ("second", ["loaded", "closed first", "made second"])


def test_settings_that_went_bad_leave_what_there_is_and_are_looked_at_again(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    kept.get()
    kept.settings = SettingsError("heed: MAIL_FROM: is missing")
    clock.now += 300
    assert (kept.get(), kept.noted) == ("first", ["loaded"])
    assert (kept.get(), kept.noted) == ("first", ["loaded"])
    assert [record.message for record in caplog.records] == ["heed: MAIL_FROM: is missing"] * 2


def test_settings_that_were_never_right_end_the_call(clock: Clock) -> None:
    kept = Kept()
    kept.settings = SettingsError("heed: MAIL_FROM: is missing")
    with pytest.raises(RuntimeError, match="heed: MAIL_FROM: is missing"):
        kept.get()
    kept.settings = "first"
    assert kept.get() == "first"


def test_the_outbox_of_old_settings_gives_its_connection_back(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox.outbox, "expires_at", 0.0)
    monkeypatch.setenv("PUBLIC_URL", "https://old.example")
    old = outbox.outbox.get()
    engine: Any = old.engine
    with engine.connect():
        pass
    assert engine.pool.checkedin() == 1
    monkeypatch.setenv("PUBLIC_URL", "https://new.example")
    monkeypatch.setattr(outbox.outbox, "expires_at", 0.0)
    new = outbox.outbox.get()
    assert new is not old
    assert engine.pool.checkedin() == 0
    new.engine.dispose()
