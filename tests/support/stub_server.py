"""A server that gives one answer to everything, and remembers what it was asked."""

import http.server
import threading
from typing import Any


class serving:  # noqa: N801  (reads as what it does: with serving(502, body) as server)
    def __init__(self, status: int, body: bytes) -> None:
        requests: list[tuple[Any, ...]] = []
        self.requests = requests
        bodies: list[bytes] = []
        self.bodies = bodies

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                requests.append((self.command, self.path, self.headers["authorization"]))
                bodies.append(self.rfile.read(int(self.headers.get("content-length", 0))))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_PUT = do_GET  # noqa: N815  (http.server's names)

            def log_message(self, *_: Any) -> None:
                return

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "serving":
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
