"""What the driver stands on inside pg8000. Where that moves: read the new release, then move the pin and this."""

import inspect
from importlib.metadata import version

import pg8000.core
import pg8000.dbapi
import pytest
from pg8000.converters import timestamptz_in

from app.db.connection import connect
from app.settings.config import load_settings


def test_is_the_pinned_one() -> None:
    assert version("pg8000") == "1.31.6"


@pytest.mark.parametrize(
    "name", ["BIND", "DESCRIBE", "EXECUTE_MSG", "NULL_BYTE", "PARSE", "PASSWORD", "PORTAL", "QUERY", "SYNC_MSG"]
)
def test_still_has_the_messages(name: str) -> None:
    assert isinstance(getattr(pg8000.core, name), bytes)


def test_still_has_the_functions() -> None:
    signatures = {
        pg8000.core._create_message: "(code, data=b'')",
        pg8000.core._write: "(sock, d)",
        pg8000.core._flush: "(sock)",
        pg8000.core.make_params: "(py_types, values)",
        timestamptz_in: "(data)",
        pg8000.core.CoreConnection.register_in_adapter: "(self, oid, in_func)",
        pg8000.core.CoreConnection.handle_messages: "(self, context)",
        pg8000.core.CoreConnection.handle_AUTHENTICATION_REQUEST: "(self, data, context)",
        pg8000.core.CoreConnection._send_message: "(self, code, data)",
        pg8000.core.CoreConnection.execute_simple: "(self, statement)",
        pg8000.core.CoreConnection.execute_unnamed: "(self, statement, vals=(), oids=(), stream=None)",
        pg8000.dbapi.convert_paramstyle: "(style, query, args)",
    }
    assert {function.__name__: str(inspect.signature(function)) for function in signatures} == {
        function.__name__: signature for function, signature in signatures.items()
    }


def test_still_keeps_its_state_in_these(database_url: str) -> None:
    connection = connect(load_settings(database_url=database_url))
    for name in (
        "_usock",
        "_sock",
        "_backend_key_data",
        "parameter_statuses",
        "_in_transaction",
        "py_types",
        "autocommit",
    ):
        assert hasattr(connection, name)
    cursor = connection.cursor()
    for name in ("_c", "_context", "_row_iter", "_input_oids"):
        assert hasattr(cursor, name)
    connection.close()
