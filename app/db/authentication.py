"""How a connection proves who it is, and has the server prove that it knows the password too.

Protocol: https://www.postgresql.org/docs/current/sasl-authentication.html
"""

from collections.abc import Sequence
from ssl import SSLSocket
from typing import Any

from pg8000.core import NULL_BYTE, PASSWORD, _flush, i_pack, i_unpack
from pg8000.dbapi import Connection as PG8000Connection
from scramp import ScramClient

from app.db.failure import UnusableServer

SASL = 10  # Codes of an authentication request.
PASSWORDS = (3, 5, SASL)  # In clear text, as an IAM token is sent; as MD5; by SCRAM.


class SigningIn(PG8000Connection):  # type: ignore[misc]  # pg8000 has no annotations
    """`channel_binding`, as in a URL: disable, prefer or require. pg8000 knows only prefer."""

    def __init__(self, *, channel_binding: str = "prefer", **options: Any) -> None:
        self._channel_binding = channel_binding
        super().__init__(**options)

    def handle_AUTHENTICATION_REQUEST(self, data: bytes, context: Any) -> None:  # noqa: N802  (the library's name)
        """Raises UnusableServer where a password is asked for and there is none, and where channel binding is required
        and doesn't come about: the server may then be anybody who has a certificate.
        """
        (code,) = i_unpack(data)
        if code in PASSWORDS and self.password is None:
            raise UnusableServer("password", "it asks for a password, and the URL has none")
        if code == SASL:
            self.auth = self._scram_client(data[4:-2].split(NULL_BYTE))
            first = self.auth.get_client_first().encode()
            self._send_message(PASSWORD, self.auth.mechanism_name.encode() + NULL_BYTE + i_pack(len(first)) + first)
            _flush(self._sock)
            return
        if self._channel_binding == "require" and not is_bound(getattr(self, "auth", None)):
            raise UnusableServer("trust", "it signs in without channel binding, which the URL requires")
        super().handle_AUTHENTICATION_REQUEST(data, context)

    def _scram_client(self, mechanisms: Sequence[bytes]) -> ScramClient:
        """Binds the sign-in to the server's certificate (RFC 5929 §4) where both can, unless the URL says not to."""
        binds = isinstance(self._usock, SSLSocket) and self._channel_binding != "disable"
        offered = [mechanism.decode() for mechanism in mechanisms if binds or not mechanism.endswith(b"-PLUS")]
        binding = ("tls-server-end-point", self._usock) if binds else None
        client = ScramClient(offered, self.user.decode(), self.password.decode(), channel_binding=binding)
        if self._channel_binding == "require" and not is_bound(client):
            raise UnusableServer("trust", "it offers no channel binding, which the URL requires")
        return client


def is_bound(auth: ScramClient | None) -> bool:
    return auth is not None and auth.mechanism_name.endswith("-PLUS")
