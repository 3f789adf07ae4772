"""Databases whose certificate is signed by an authority that no system knows, as RDS's and Supabase's are; and which
leaves out what RFC 5280 asks for, as libpq takes it."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pg8000.exceptions import InterfaceError

from app.db.connection import connect
from app.db.failure import cause_of, explain
from app.settings.config import SettingsError, load_settings
from migrations import runner
from migrations.failure import MigrationError
from migrations.scripts import Scripts
from tests.support.boards import board
from tests.support.certificates import Authority
from tests.support.gateway import Handler
from tests.support.problems import assert_unavailable
from tests.support.tls_server import ClearText, InFront, SignIn

PASSWORD = "pässword"
PLUS, PLAIN = "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, strict=False)


@pytest.fixture(autouse=True)
def as_strict_as_lambda(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contexts are what they are by default since Python 3.13."""
    create = ssl.create_default_context

    def create_strict(**options: Any) -> ssl.SSLContext:
        context = create(**options)
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    monkeypatch.setattr(ssl, "create_default_context", create_strict)


@pytest.fixture
def server(database_url: str, authority: Authority) -> Iterator[InFront]:
    with InFront(database_url, authority.issue("127.0.0.1")) as server:
        yield server


@pytest.mark.parametrize("form", ["text", "text on one line", "file", "sslrootcert"])
@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_a_board_that_is_given_the_authority(
    form: str, mode: str, server: InFront, authority: Authority, handler: Handler
) -> None:
    text = f"# Größter Aussteller\n{authority.pem.read_text()}"
    root = f"&sslrootcert={authority.pem}" if form == "sslrootcert" else ""
    given: dict[str, dict[str, str | Path]] = {
        "text": {"database_ca": text},
        "text on one line": {"database_ca": text.replace("\n", "\\n")},
        "file": {"database_ca_file": authority.pem},
        "sslrootcert": {},
    }
    with board(database_url=server.url(f"?sslmode={mode}{root}"), **given[form]) as client:
        assert client.get("/ready").status_code == 200
        assert client.get("/v1/posts").status_code == 200


@pytest.mark.parametrize("query", ["?sslmode=require", "?sslmode=verify-full&sslrootcert=system"])
def test_one_that_is_not_is_told_which_setting_to_set(
    query: str, server: InFront, caplog: pytest.LogCaptureFixture
) -> None:
    with board(database_url=server.url(query)) as client:
        assert_unavailable(client.get("/v1/posts"))
    with pytest.raises(MigrationError) as failed:
        runner.upgrade(load_settings(database_url=server.url(query)), Scripts())
    for told in (caplog.text, str(failed.value)):
        assert "trust: it does not prove who it is (unable to get local issuer certificate; give its" in told
        assert "in DATABASE_CA or DATABASE_CA_FILE" in told
        assert "heed:heed" not in told


def test_another_authority_does_not_do(server: InFront, tmp_path: Path) -> None:
    other = Authority(tmp_path, "Another CA")
    assert failure_of(server.url("?sslmode=verify-ca"), other).startswith("trust: ")


@pytest.mark.parametrize(("mode", "ok"), [("verify-full", False), ("require", False), ("verify-ca", True)])
def test_anothers_name(mode: str, ok: bool, database_url: str, authority: Authority) -> None:
    """verify-ca is for certificates that name an instance and not a host, as Cloud SQL's do."""
    with InFront(database_url, authority.issue("db.example.com")) as server:
        url = server.url(f"?sslmode={mode}")
        if ok:
            connect(load_settings(database_url=url, database_ca=authority.pem.read_text())).close()
        else:
            told = failure_of(url, authority)
            assert told.startswith("trust: ")
            assert "not valid for '127.0.0.1'" in told
            assert "DATABASE_CA" not in told  # Which would not mend it.


def test_an_outlived_certificate(database_url: str, authority: Authority) -> None:
    with InFront(database_url, authority.issue("127.0.0.1", days=-1)) as server:
        assert "certificate has expired" in failure_of(server.url("?sslmode=verify-ca"), authority)


def failure_of(url: str, authority: Authority) -> str:
    with pytest.raises(InterfaceError) as failed:
        connect(load_settings(database_url=url, database_ca=authority.pem.read_text()))
    return explain(failed.value)


def test_verify_ca_without_an_authority_would_believe_anybody(database_url: str) -> None:
    for query in ("?sslmode=verify-ca", "?sslmode=verify-ca&sslrootcert=system"):
        with pytest.raises(SettingsError, match=r"^heed: DATABASE_URL: sslmode=verify-ca needs DATABASE_CA"):
            load_settings(database_url=f"{database_url}{query}")


@pytest.mark.parametrize("path", ["/no/such/file", "/", __file__])
def test_an_sslrootcert_that_is_none(path: str, database_url: str) -> None:
    with pytest.raises(SettingsError, match=r"^heed: MIGRATION_DATABASE_URL: the file of its parameter sslrootcert "):
        load_settings(migration_database_url=f"{database_url}?sslrootcert={path}")


def test_versions_of_tls(server: InFront, authority: Authority) -> None:
    for version in ("TLSv1.2", "TLSv1.3"):
        url = server.url(f"?sslmode=require&ssl_min_protocol_version={version}&ssl_max_protocol_version={version}")
        connection = connect(load_settings(database_url=url, database_ca=authority.pem.read_text()))
        assert connection._usock.version() == version
        connection.close()


@pytest.mark.parametrize(
    ("offered", "wanted", "used"),
    [
        ([PLUS, PLAIN], "require", PLUS),
        ([PLUS, PLAIN], "prefer", PLUS),
        ([PLUS, PLAIN], "disable", PLAIN),
        ([PLAIN], "prefer", PLAIN),
        ([PLAIN], "require", ""),
    ],
)
def test_channel_binding(offered: list[str], wanted: str, used: str, authority: Authority) -> None:
    """The server's part is scramp's, which is not the part that the driver uses."""
    with SignIn(authority.issue("127.0.0.1"), PASSWORD, *offered) as server:
        url = f"postgresql://heed:{PASSWORD}@127.0.0.1:{server.port}/heed?sslmode=require&channel_binding={wanted}"
        settings = load_settings(database_url=url, database_ca=authority.pem.read_text())
        if used:
            connect(settings).close()
        else:
            with pytest.raises(InterfaceError) as failed:
                connect(settings)
            assert cause_of(failed.value) == "trust"
        assert server.used == used


def test_an_iam_token_for_any_url(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made anew for each connection, of the host and role that the URL names, whose password is not sent."""
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with ClearText(authority.issue("127.0.0.1")) as server:
        url = f"postgresql://heed_app:unused@127.0.0.1:{server.port}/heed?sslmode=require"
        ca = authority.pem.read_text()
        connect(load_settings(database_url=url, database_iam_auth=True, database_ca=ca)).close()
        token = server.password
        assert token.startswith(f"127.0.0.1:{server.port}/?Action=connect&DBUser=heed_app&X-Amz-Algorithm=")
        assert "%2Feu-central-1%2Frds-db%2Faws4_request" in token
        assert "unused" not in token
