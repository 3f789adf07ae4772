"""`target_session_attrs`: as the server tells its role, or says it, where a pooler keeps that to itself."""

import pytest
from pg8000.exceptions import InterfaceError

from app.db.connection import connect
from app.db.driver import Connection
from app.settings.config import load_settings

READ_ONLY = "&options=-c%20default_transaction_read_only%3Don"
BOTH = ("in_hot_standby", "default_transaction_read_only")


@pytest.mark.parametrize(
    ("kept_back", "wanted"),
    [(BOTH, "read-write"), (BOTH, "primary"), (BOTH[:1], "primary"), (BOTH[1:], "read-write")],
)
def test_the_server_is_asked(
    kept_back: tuple[str, ...], wanted: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Connection.handle_PARAMETER_STATUS

    def tell(self: Connection, data: bytes, context: object) -> None:
        if data.partition(b"\0")[0].decode() not in kept_back:
            original(self, data, context)

    monkeypatch.setattr(Connection, "handle_PARAMETER_STATUS", tell)
    url = f"{database_url}?target_session_attrs={wanted}"
    connection = connect(load_settings(database_url=url))
    assert (connection.autocommit, connection._in_transaction) == (False, False)
    connection.close()
    with pytest.raises(InterfaceError, match=f"target_session_attrs={wanted}"):
        connect(load_settings(database_url=f"{url}{READ_ONLY}"))


def test_the_server_tells(database_url: str) -> None:
    """What is read-only by default alone may still be the primary."""
    connect(load_settings(database_url=f"{database_url}?target_session_attrs=primary{READ_ONLY}")).close()
    connect(load_settings(database_url=f"{database_url}?target_session_attrs=read-write")).close()
    with pytest.raises(InterfaceError, match="target_session_attrs=read-write"):
        connect(load_settings(database_url=f"{database_url}?target_session_attrs=read-write{READ_ONLY}"))
