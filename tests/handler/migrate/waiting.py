"""What waits for a release's answer: CloudFormation's address, as a local HTTP server."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class WaitingAWS(ThreadingHTTPServer):
    """Keeps what it was told. Of `refusals`, statuses with the name of an error, it answers one for each request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answerer)
        self.told: list[tuple[str, dict[str, str], Any]] = []
        self.refusals: list[tuple[int, str]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def server_close(self) -> None:
        self.shutdown()  # Else its thread looks at a closed socket, over and over, for the rest of the run.
        super().server_close()

    def bodies(self) -> list[Any]:
        return [body for _, _, body in self.told]


class Answerer(BaseHTTPRequestHandler):
    server: WaitingAWS

    def do_PUT(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.told.append((f"{self.command} {self.path}", headers, body))
        status, name = self.server.refusals.pop(0) if self.server.refusals else (200, "")
        answer = json.dumps({"__type": name, "message": "refused"} if name else {}).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""
