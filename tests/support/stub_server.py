"""A server that gives one answer to everything, and remembers what it was asked."""

import http.server
import socket
import ssl
import threading
from pathlib import Path
from typing import Any


class serving:  # noqa: N801  (reads as what it does: with serving(502, body) as server)
    """`certificate`: with its key; then it is reached over TLS. `address`: of IPv4 or IPv6."""

    def __init__(self, status: int, body: bytes, certificate: Path | None = None, address: str = "127.0.0.1") -> None:
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

        class Server(http.server.HTTPServer):
            address_family = socket.AF_INET6 if ":" in address else socket.AF_INET

        self.server = Server((address, 0), Answer)
        self.port = self.server.server_port
        self.url = f"http://{address}:{self.port}"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self) -> "serving":
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
