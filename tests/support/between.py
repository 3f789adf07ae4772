"""A server between browser and board, which hands everything on, but for what it is told to answer itself."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.support.answering import Answering
from tests.support.browser import NO_TLS

HOP = ("connection", "content-length", "transfer-encoding", "date", "server")


@dataclass
class Between:
    """`answers`: the status for a method and the beginning of a path, as an overloaded or broken board gives it."""

    url: str
    board: str
    answers: dict[tuple[str, str], int] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)  # Idempotency keys.
    loses_answers: bool = False  # Of what writes: the board does it, and the browser never hears of it.

    def status_for(self, method: str, path: str) -> int | None:
        return next((status for (m, p), status in self.answers.items() if method == m and path.startswith(p)), None)


@contextmanager
def standing_between(board: str) -> Iterator[Between]:
    class Answer(Answering, http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            between.seen.append((self.command, self.path))
            between.keys += [self.headers["idempotency-key"]] if self.command == "POST" else []
            headers = {name: value for name, value in self.headers.items() if name.lower() not in (*HOP, "host")}
            if (status := between.status_for(self.command, self.path)) is not None:
                origin = {"Access-Control-Allow-Origin": self.headers.get("origin", "*"), "Retry-After": "5"}
                return self.answer(status, b'{"detail": "Not now."}', origin | {"Content-Type": "application/json"})
            request = client.build_request(self.command, self.path, content=body, headers=headers)
            answer = client.send(request, stream=True)
            if between.loses_answers and self.command in ("POST", "PUT") and self.path.startswith("/v1/posts"):
                self.close_connection = True
                return None
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in HOP}
            return self.answer(answer.status_code, b"".join(answer.iter_raw()), kept)

        do_POST = do_PUT = do_DELETE = do_OPTIONS = do_HEAD = do_GET  # noqa: N815  (http.server's names)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    between = Between(f"http://127.0.0.1:{server.server_port}", board)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        with httpx.Client(base_url=board, trust_env=False, verify=NO_TLS, timeout=30) as client:
            yield between
    finally:
        server.shutdown()
        server.server_close()
