"""OpenID providers: a real one, and one that answers as a test wants; and the courier between them and the board."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from jose import jwk, jwt
from sqlalchemy import Engine, text

from app.courier.loop import deliver
from app.courier.works import create_works
from app.db.step import step
from app.dispatch.outbox import Outbox
from app.oidc.provider import discovery_url
from app.remote.changes import ask_for
from app.settings.config import load_settings
from infra.tools import environment
from tests.support.browsing import Browser, Shown
from tests.support.missing import skipped_where_missing

BOARD = "https://board.example.com"
ISSUER = "https://id.example.com"
CLIENT = {"oidc_client_id": "the board", "oidc_client_secret": "s3cret: of + the / board", "oidc_name": "Acme"}
SCRIPT = Path(__file__).with_name("oidc_provider.mjs")


@contextmanager
def real_provider(board_url: str, *, conform: bool = False) -> Iterator[str]:
    """Its issuer. `conform`: it tells an address at its userinfo endpoint alone, as the specification has it."""
    with skipped_where_missing():
        packages = environment.prepare_node()
    client = {
        "client_id": CLIENT["oidc_client_id"],
        "client_secret": CLIENT["oidc_client_secret"],
        "redirect_uris": [f"{board_url}/sign-in/oidc/callback"],
    }
    command = ["node", str(SCRIPT), str(packages), json.dumps({"clients": [client], "conform": conform})]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            issuer = process.stdout.readline().strip()
            assert issuer, "the provider ended"
            yield issuer
        finally:
            process.terminate()


@contextmanager
def board_with_provider(database: Engine) -> Iterator[httpx.Client]:
    """The provider is known, and never asked."""
    from tests.support.boards import board  # It reads the settings, which a conftest is too early for.

    document = {
        "issuer": ISSUER,
        **{name: f"{ISSUER}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")},
    }
    kept = "INSERT INTO remote_documents (url, body, fetched_at) VALUES (:url, :body, now())"
    with database.connect() as connection:
        connection.execute(text(kept), {"url": discovery_url(ISSUER), "body": json.dumps(document)})
    with board(oidc_issuer=ISSUER, public_url=BOARD, **CLIENT) as client:
        yield client


@dataclass
class Courier:
    """One that works when it is told to."""

    outbox: Outbox
    database: Engine

    def work(self) -> None:
        deliver(self.outbox.handle, create_works(None), time_left=lambda: 600.0)

    def fetch(self, url: str) -> None:
        with step(self.outbox.engine) as db:
            ask_for(db, url)
        self.work()

    def execute(self, statement: str) -> None:
        with self.database.connect() as connection:
            connection.execute(text(statement))

    def later(self, seconds: float) -> None:
        """Moves what was begun, and what was fetched, so far into the past."""
        moved = f"- interval '{seconds} seconds'"
        columns = ("created_at", "expires_at", "returned_at", "taken_at")
        self.execute(f"UPDATE oidc_sign_ins SET {', '.join(f'{each} = {each} {moved}' for each in columns)}")
        self.execute(f"UPDATE remote_documents SET tried_at = tried_at {moved}, fetched_at = fetched_at {moved}")

    def rows(self) -> list[dict[str, Any]]:
        with self.database.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(text("SELECT * FROM oidc_sign_ins"))]


@contextmanager
def courier_for(issuer: str, database: Engine, board_url: str = BOARD, **settings: Any) -> Iterator[Courier]:
    """It has fetched what the provider says of itself."""
    outbox = Outbox(load_settings(oidc_issuer=issuer, public_url=board_url, **CLIENT, **settings))
    courier = Courier(outbox, database)
    try:
        courier.fetch(discovery_url(issuer))
        yield courier
    finally:
        outbox.engine.dispose()


def asked(shown: Shown) -> dict[str, str]:
    """What the page that leads away asks of the provider."""
    assert shown.status == 200, shown.text
    return {name: value for name, [value] in parse_qs(urlsplit(address_of(shown)).query).items()}


def address_of(shown: Shown) -> str:
    """Where the page goes on to by itself, and by its link."""
    seconds, _, url = shown.answer.headers["refresh"].partition("; url=")
    assert seconds == "0"
    assert url in [each.get("href") for each in shown.content.iter("a")], "without the header, there is a link"
    return url


def begin(browser: Browser, **carried: str) -> dict[str, str]:
    return asked(browser.send("/sign-in/oidc", carried))


def come_back(browser: Browser, state: str, **parameters: str) -> Shown:
    return browser.open(f"/sign-in/oidc/callback?{urlencode({'state': state, 'code': 'a-code', **parameters})}")


def look(browser: Browser, state: str) -> Shown:
    return browser.open(f"/sign-in/oidc/finish?{urlencode({'state': state})}")


def new_key(kid: str, algorithm: str = "RS256") -> dict[str, Any]:
    """Private, as a JWK."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    made = ec.generate_private_key(ec.SECP256R1()) if algorithm == "ES256" else rsa.generate_private_key(65537, 2048)
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {"kid": kid, "alg": algorithm, **jwk.construct(pem, algorithm).to_dict()}


@dataclass
class Answers:
    """What a provider of ours answers; a test changes it. `claims` are over those that are right."""

    key: dict[str, Any]
    published: list[dict[str, Any]]
    claims: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    algorithm: str = "RS256"
    token: Callable[[dict[str, Any]], tuple[int, bytes]] | None = None
    userinfo: dict[str, Any] | None = None
    discovery: dict[str, Any] = field(default_factory=dict)
    redeemed: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    nonce: str = ""

    def id_token(self, issuer: str) -> str:
        now = int(time.time())
        claims = {
            "iss": issuer,
            "aud": CLIENT["oidc_client_id"],
            "sub": "ada-1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "email": "ada@example.com",
            "email_verified": True,
            "name": "Ada",
            **self.claims,
        }
        kept = {name: value for name, value in claims.items() if name not in self.without}
        return str(jwt.encode(kept, self.key, self.algorithm, headers={"kid": self.key.get("kid")}))


def public(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name not in ("d", "p", "q", "dp", "dq", "qi")}
