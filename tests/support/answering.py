"""What a server of a test's own answers with, whatever it serves."""

import http.server
from typing import Any


class Answering(http.server.BaseHTTPRequestHandler):
    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return
