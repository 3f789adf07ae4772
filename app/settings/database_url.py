"""A PostgreSQL URL as its owner hands it out: every parameter in it is obeyed, or refused by name.

URLs are read as libpq reads them: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
What a parameter may be is in url_parameters.py.
"""

import re
from dataclasses import dataclass, field
from getpass import getuser
from urllib.parse import quote, unquote, urlsplit

from app.settings.url_parameters import IN_PLACE, check_parameter

SCHEME = "postgresql+pg8000"  # The form that SQLAlchemy and Alembic take.
FORM = "must look like postgresql://user:password@host:5432/database"
ENCODE = "write : as %3A, / as %2F, @ as %40, # as %23, ? as %3F and % as %25 in user, password and database"


@dataclass(frozen=True)
class DatabaseURL:
    """Where a database is, and how to enter it. A host that begins with a slash is the folder of a Unix socket."""

    user: str
    password: str | None = field(repr=False)
    host: str
    port: int
    database: str
    parameters: dict[str, str]

    @property
    def socket_path(self) -> str | None:
        return f"{self.host}/.s.PGSQL.{self.port}" if self.host.startswith("/") else None

    def render(self) -> str:
        """One form for all: what libpq also takes as parameters stands in its place, but for the folder of a socket."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        address, parameters = f"{host}:{self.port}", self.parameters
        if self.socket_path:
            address, parameters = "", {"host": self.host, "port": str(self.port), **parameters}
        secret = "" if self.password is None else f":{quote(self.password, safe='')}"
        query = "&".join(f"{name}={quote(value, safe='/')}" for name, value in parameters.items())
        path = quote(self.database, safe="")
        return f"{SCHEME}://{quote(self.user, safe='')}{secret}@{address}/{path}{'?' if query else ''}{query}"


def parse(text: str) -> DatabaseURL:
    """Raises ValueError, which says what is wrong, and holds nothing of the URL but a parameter's name."""
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise ValueError(f"{FORM}, on one line")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError(FORM) from None
    if parts.scheme not in ("postgres", "postgresql", SCHEME):
        raise ValueError(FORM)
    path = parts.path.removeprefix("/")
    if parts.fragment or text.endswith("#") or re.search(r"[/@:]", path):
        raise ValueError(f"{FORM}; {ENCODE}")
    given = parameters_of(parts.query)
    entrance, _, address = parts.netloc.rpartition("@")
    user, colon, password = entrance.partition(":")
    host, port = host_and_port(address)
    found = {
        "user": decoded(user),
        "password": decoded(password) if colon else None,
        "host": decoded(host),
        "port": port,
        "dbname": decoded(path),
    }
    for name in IN_PLACE:
        if name in given:
            if found[name]:
                raise ValueError(f"says {name} twice, in its place and as a parameter")
            found[name] = given.pop(name)
    if not found["dbname"]:
        raise ValueError(f"{FORM}; it names no database")
    return DatabaseURL(
        user=found["user"] or getuser(),  # As for libpq; a Unix socket lets in whom the system knows.
        password=found["password"],
        host=checked_host(found["host"] or "localhost", given),
        port=checked_port(found["port"] or "5432"),
        database=found["dbname"],
        parameters=given,
    )


def parameters_of(query: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for pair in query.split("&") if query else ():
        name, equals, value = pair.partition("=")
        name = decoded(name)
        if not equals or not re.fullmatch("[A-Za-z_]+", name):
            raise ValueError(f"{FORM}; behind the ? stand parameters, as sslmode=require, with & between them")
        if name in given:
            raise ValueError(f"has the parameter {name} twice")
        given[name] = decoded(value)
        if name not in IN_PLACE:
            check_parameter(name, given[name])
    return given


def decoded(text: str) -> str:
    """A plus sign is a plus sign, as for libpq."""
    if re.search("%(?![0-9A-Fa-f]{2})", text):
        raise ValueError(f"{FORM}; {ENCODE}")
    try:
        plain = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise ValueError(f"{FORM}, with its percent signs in UTF-8") from None
    if "\0" in plain:
        raise ValueError(f"{FORM}, without NUL")
    return plain


def host_and_port(address: str) -> tuple[str, str]:
    if "," in address:
        raise ValueError("names several hosts: name one, or a host name that moves to the one that writes")
    found = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+(?:%25[\w.]+)?)\]|([^\[\]:]*))(?::([0-9]*))?", address)
    if not found:
        raise ValueError(FORM)
    return found[1] or found[2] or "", found[3] or ""


def checked_host(host: str, parameters: dict[str, str]) -> str:
    if "," in host:
        raise ValueError("names several hosts: name one, or a host name that moves to the one that writes")
    if host.startswith("/"):
        if parameters.get("sslmode", "disable") != "disable":
            raise ValueError("asks for sslmode on a Unix socket, where there is no TLS")
        return host.rstrip("/") or "/"
    if not re.fullmatch(r"[\w.:%-]+", host):
        raise ValueError(FORM)
    return host


def checked_port(port: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", port) or not 1 <= int(port) <= 65_535:
        raise ValueError(f"{FORM}; a port is a number from 1 to 65535")
    return int(port)
