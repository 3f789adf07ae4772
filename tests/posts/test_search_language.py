"""The board's language: whose stems are found, what a change of it takes, and which are refused"""

import pytest
from sqlalchemy import Engine, text

from app.posts.search.asked import Asked
from app.posts.search.query import parse
from app.settings.config import SettingsError, load_settings
from app.settings.rules import LANGUAGES
from migrations.commands import run
from migrations.events import Ask
from tests.posts.test_search import search
from tests.support.boards import board
from tests.support.people import People


@pytest.mark.usefixtures("handler")
def test_a_changed_language_indexes_again_by_a_command(superuser: Engine) -> None:
    with board(language="english") as client:
        member = People(client).join()
        member.post_idea("Neues", "Eine Entwicklung")
        member.post_idea("Nightly reports")
        assert search(client, "reporting") == ["Nightly reports"]
    with board(language="german") as client:
        assert search(client, "entwicklung") == ["Neues"], "what is typed exactly is found before that"
        assert search(client, "Entwicklungen") == []
        answer = run(Ask(command="index"), load_settings(language="german"))
        assert answer == {"command": "index", "language": "german", "indexed": 2, "complete": True}
        assert search(client, "Entwicklungen") == ["Neues"]
        assert run(Ask(command="index"), load_settings(language="german"))["indexed"] == 0
        with superuser.connect() as connection:
            connection.execute(text("UPDATE posts SET words_version = NULL WHERE title = 'Neues'"))  # By older code.
        assert run(Ask(command="index"), load_settings(language="german"))["indexed"] == 1


@pytest.mark.usefixtures("handler")
def test_an_edit_is_found_by_its_new_words_only() -> None:
    with board() as client:
        member = People(client).join()
        post = member.post_idea("Dark mode", "At night")
        for change in ({"title": "Evening colours"}, {"content": "Before dawn"}):
            assert member.client.patch(f"/v1/posts/{post['id']}", json=change).status_code == 200
        assert search(client, "night") == search(client, "dark") == []
        assert search(client, "evening dawn") == ["Evening colours"]


@pytest.mark.parametrize("language", ["klingon", "English", "english_", "pg_catalog.english", "x" * 70, "en_US:en"])
def test_an_unknown_language_stops_the_start(language: str) -> None:
    with pytest.raises(SettingsError, match="LANGUAGE: must be one of arabic, armenian"):
        load_settings(language=language)


def test_every_language_is_ready(superuser: Engine) -> None:
    with superuser.connect() as connection:
        known = set(connection.scalars(text("SELECT cfgname FROM pg_ts_config")))
    assert set(LANGUAGES) <= known


@pytest.mark.usefixtures("handler")
def test_a_language_that_postgresql_lost_is_not_ready(superuser: Engine) -> None:
    with board(language="yiddish") as client, superuser.connect() as connection:
        assert client.get("/ready").status_code == 200
        connection.execute(text("ALTER TEXT SEARCH CONFIGURATION pg_catalog.yiddish RENAME TO lost"))
        try:
            answer = client.get("/ready")
            assert answer.status_code == 503
            assert "LANGUAGE is yiddish" in answer.json()["detail"]
        finally:
            connection.execute(text("ALTER TEXT SEARCH CONFIGURATION pg_catalog.lost RENAME TO yiddish"))


@pytest.mark.parametrize(
    ("q", "asked"),
    [
        ("string", "'string' | '~string' | 'string':* | '~string':*"),
        ("strings", "'strings' | '~strings' | 'strings':* | '~strings':* | 'string' | '~string'"),
    ],
)
def test_a_word_that_is_its_own_stem_is_asked_for_once(superuser: Engine, q: str, asked: str) -> None:
    """Each is compared with all posts that have the rarest of a search's words."""
    values = Asked(parse(q), "english").half().compile().params
    with superuser.connect() as connection:
        query = text("SELECT CAST(search_query(:half_language, :half) AS text)").bindparams(**values)
        assert connection.scalar(query) == asked
