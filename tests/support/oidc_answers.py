"""A provider that speaks HTTP and answers as a test wants."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from tests.support.oidc import Answers, new_key, public


@cache
def first_key() -> dict[str, Any]:
    return new_key("first")


class Provider(http.server.BaseHTTPRequestHandler):
    answers: Answers
    issuer: str

    def do_GET(self) -> None:
        path, issuer = self.path, self.issuer
        if path == "/.well-known/openid-configuration":
            found: Any = {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/keys",
                **({"userinfo_endpoint": f"{issuer}/userinfo"} if self.answers.userinfo is not None else {}),
                **self.answers.discovery,
            }
        elif path == "/keys":
            found = {"keys": [public(each) for each in self.answers.published]}
        else:
            found = self.answers.userinfo
        self.answer(200, json.dumps(found).encode())

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode(), strict_parsing=True)
        self.answers.redeemed.append({name: value for name, [value] in form.items()})
        self.answers.headers.append({name.lower(): value for name, value in self.headers.items()})
        tokens = {"access_token": "at", "token_type": "Bearer", "id_token": self.answers.id_token(self.issuer)}
        self.answer(*(self.answers.token(tokens) if self.answers.token else (200, json.dumps(tokens).encode())))

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return  # Whoever asked has heard enough.

    def log_message(self, *_: Any) -> None:
        return


@contextmanager
def answering() -> Iterator[tuple[str, Answers]]:
    """Its issuer, and what it answers."""
    answers = Answers(first_key(), [first_key()])
    handler = type("Answering", (Provider,), {"answers": answers})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    handler.issuer = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield handler.issuer, answers  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
