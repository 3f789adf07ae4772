"""Settings: where they come from, and one clear line for each that is wrong, which never holds its value."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.settings.config import EMBEDDED_DATABASE_URL, LOCAL_SECRET_KEY, ROOT, Settings, SettingsError, load_settings

REMOTE = "postgresql://heed:p4ss-w0rd@db.example.com/heed"
STRONG = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.delenv("AWS_LAMBDA_FUNCTION_NAME", raising=False)


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / ".env"
    monkeypatch.setattr("app.settings.config.ENV_FILE", path)
    return path


def complaint(**settings: object) -> str:
    with pytest.raises(SettingsError) as raised:
        load_settings(**settings)
    line = str(raised.value)
    assert line.startswith("heed: ")
    assert "\n" not in line
    return line


def test_environment_then_env_file_then_default(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().access_token_minutes == 15
    env_file.write_text("ACCESS_TOKEN_MINUTES=20\nSOMEBODY_ELSES=1\n")
    assert load_settings().access_token_minutes == 20
    monkeypatch.setenv("ACCESS_TOKEN_MINUTES", "30")
    assert load_settings().access_token_minutes == 30
    assert load_settings(access_token_minutes=40).access_token_minutes == 40


def test_a_name_without_a_value_in_env_file_is_none(env_file: Path) -> None:
    env_file.write_text("BOARD_NAME\n")
    assert load_settings().board_name == "Heed"


def test_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", " https://a.example.com ,http://localhost:3000,http://[::1]:8000, ")
    monkeypatch.setenv("PREVIOUS_SECRET_KEYS", f"{STRONG},{STRONG[::-1]}")
    settings = load_settings()
    assert settings.cors_origins == ("https://a.example.com", "http://localhost:3000", "http://[::1]:8000")
    assert [key.get_secret_value() for key in settings.previous_secret_keys] == [STRONG, STRONG[::-1]]
    assert Settings(**settings.model_dump()) == settings, "as another process gets them, with what is not set"
    monkeypatch.setenv("CORS_ORIGINS", "")
    assert load_settings().cors_origins == ()


@pytest.mark.parametrize("empty", ["", " ", "\n", "\ufeff\r\n"])
@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_an_empty_variable_is_no_value(name: str, empty: str, env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    default = getattr(load_settings(), name)
    env_file.write_text(f"{name.upper()}={json.dumps(empty, ensure_ascii=False)}\n", encoding="utf-8")
    assert getattr(load_settings(), name) == default
    monkeypatch.setenv(name.upper(), empty)
    assert getattr(load_settings(), name) == default


def test_an_empty_variable_hides_nothing_below_it(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("ACCESS_TOKEN_MINUTES=20\n")
    monkeypatch.setenv("ACCESS_TOKEN_MINUTES", "")
    assert load_settings().access_token_minutes == 20


GOOD = {
    "DATABASE_URL": REMOTE, "DATABASE_CONNECT_TIMEOUT": "4", "DATABASE_IAM_AUTH": "true",
    "MIGRATION_DATABASE_URL": REMOTE, "SECRET_KEY": STRONG, "SETUP_TOKEN": STRONG, "BCRYPT_ROUNDS": "11",
    "LANGUAGE": "german", "CORS_ORIGINS": "https://a.example.com", "CORS_CREDENTIALS": "true",
    "PUBLIC_URL": "https://example.com/feedback", "ROOT_PATH": "/feedback", "PREVIOUS_SECRET_KEYS": STRONG[::-1],
    "MAX_BODY_BYTES": "2048", "BOARD_NAME": "Acme", "ACCENT_COLOR": "#0f766e", "LOGO_URL": "/logo.svg",
}  # fmt: skip


@pytest.mark.parametrize("left", ["{}\n", "{}\r\n", " {} ", "\ufeff{}\n"])
def test_what_editors_leave_at_the_ends_is_no_part_of_a_setting(left: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    clean = load_settings()
    for name, value in GOOD.items():
        monkeypatch.setenv(name, left.format(value))
    assert load_settings() == clean


def test_a_comma_in_the_secret_key_says_what_to_do() -> None:
    assert "must have no comma, as PREVIOUS_SECRET_KEYS" in complaint(secret_key=f"{STRONG},{STRONG}")


BAD = {
    "DATABASE_URL": [
        "mysql://v4lue@db/heed", "sqlite:///v4lue", "postgresql+psycopg://v4lue@db/heed", "v4lue",
        "postgresql://heed:v4lue@db", "postgresql://heed:v4lue@db:port/heed", "postgresql://heed:v4lue@db:99999/heed",
        "postgresql://heed:v4lue@[::1/heed", "postgresql://heed:v4#lue@db/heed", "postgresql://heed:v4/lue@db/heed",
    ],
    "DATABASE_CONNECT_TIMEOUT": ["0", "-1", "26", "nan", "inf", "v4lue"],
    "DATABASE_STATEMENT_TIMEOUT": ["0", "0.0001", "26", "v4lue"],
    "DATABASE_LOCK_TIMEOUT": ["0", "0.0001", "26", "v4lue"],
    "DATABASE_CA": ["v4lue", "-----BEGIN CERTIFICATE-----\nv4lue\n-----END CERTIFICATE-----"],
    "DATABASE_CA_FILE": ["/v4lue", str(ROOT), __file__],
    "SECRET_KEY": ["v4lue", " " * 40 + "v4lue", "v4lue" * 6, "v4lue," * 6],
    "PREVIOUS_SECRET_KEYS": ["v4lue", f"{STRONG},v4lue"],
    "ACCESS_TOKEN_MINUTES": ["0", "61", "1.5", "v4lue"],
    "REFRESH_TOKEN_DAYS": ["0", "366", "v4lue"],
    "BCRYPT_ROUNDS": ["3", "17", "v4lue"],
    "CORS_ORIGINS": ["v4lue", "https://v4lue.com/", "https://v4lue.com,*", "null"],
    "CORS_CREDENTIALS": ["v4lue", "2"],
    "MAX_BODY_BYTES": ["1023", "6291457", "v4lue"],
    "ROOT_PATH": ["v4lue", "/v4lue/", "/", "/v4 lue", "//"],
    "SETUP_TOKEN": ["v4lue"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_value_is_one_line_without_the_value(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    line = complaint()
    assert line.startswith(f"heed: {name}: ")
    assert "v4" not in line
    assert "lue" not in re.sub(r"\bvalue\b", "", line)


def test_each_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BCRYPT_ROUNDS", "99")
    monkeypatch.setenv("SECRET_KEY", "v4lue")
    line = complaint()
    assert "BCRYPT_ROUNDS: " in line
    assert "SECRET_KEY: " in line


def test_the_default_secret_is_for_the_embedded_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().secret_key.get_secret_value() == LOCAL_SECRET_KEY
    assert load_settings(database_url=REMOTE, secret_key=STRONG).database_url
    for url in (REMOTE, EMBEDDED_DATABASE_URL.replace("/heed", "/other"), EMBEDDED_DATABASE_URL + "?sslmode=disable"):
        assert complaint(database_url=url).startswith("heed: SECRET_KEY: ")
        assert "p4ss-w0rd" not in complaint(database_url=url)
    assert complaint(database_url=REMOTE, secret_key=LOCAL_SECRET_KEY).startswith("heed: SECRET_KEY: ")


def test_on_lambda_nothing_is_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "heed")
    assert complaint().startswith("heed: DATABASE_URL: ")
    assert complaint(secret_key=STRONG).startswith("heed: DATABASE_URL: ")
    assert complaint(database_url=REMOTE).startswith("heed: SECRET_KEY: ")
    assert load_settings(database_url=REMOTE, secret_key=STRONG).secret_key


def test_secrets_are_not_printed() -> None:
    settings = load_settings(
        database_url=REMOTE, secret_key=STRONG, previous_secret_keys=STRONG[::-1], setup_token=STRONG
    )
    for text in (repr(settings), str(settings), settings.model_dump_json(), repr(settings.model_dump())):
        assert STRONG not in text
        assert STRONG[::-1] not in text
        assert "p4ss-w0rd" not in text


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+pg8000"])
def test_the_ways_to_write_postgresql(scheme: str) -> None:
    settings = load_settings(database_url=f" {scheme}://heed:p4ss@db/heed ", secret_key=STRONG)
    assert settings.database_url == SecretStr("postgresql+pg8000://heed:p4ss@db:5432/heed")


def test_a_bad_value_ends_the_process_with_its_line() -> None:
    command = [sys.executable, "-c", "from app.main import app"]
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), "BCRYPT_ROUNDS": "99"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert re.fullmatch(r"heed: BCRYPT_ROUNDS: [^\n]+\n", ended.stderr), ended.stderr


def test_the_example_lists_every_setting_with_a_sentence() -> None:
    paragraphs = (ROOT / ".env.example").read_text().strip().split("\n\n")[1:]
    listed = {}
    for paragraph in paragraphs:
        *sentence, setting = paragraph.splitlines()
        assert sentence, setting
        assert all(line.startswith("# ") for line in (*sentence, setting)), paragraph
        listed[setting.removeprefix("# ").partition("=")[0].lower()] = setting.partition("=")[2]
    assert sorted(listed) == sorted(Settings.model_fields)
    defaults = load_settings()
    for name, value in listed.items():
        default = getattr(defaults, name)
        if isinstance(default, (int, float)):
            assert type(default)(value == "true" if isinstance(default, bool) else value) == default, name
