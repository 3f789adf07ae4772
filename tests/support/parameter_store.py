"""moto's SSM over HTTP, behind a front that can throttle, delay and refuse as AWS does."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import boto3

PATH = "/heed/test"
Refusal = tuple[int, str] | None  # Status and AWS's error code; None lets the call through.


class Front(ThreadingHTTPServer):
    """Forwards to `upstream` what `judge` lets through, and counts the calls."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), FrontHandler)
        self.upstream = urlsplit(upstream).netloc
        self.judge: Callable[[], Refusal] = lambda: None
        self.calls = 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.counting = threading.Lock()
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self.thread.join()


class FrontHandler(BaseHTTPRequestHandler):
    server: Front

    def do_POST(self) -> None:
        with self.server.counting:
            self.server.calls += 1
            refusal = self.server.judge()
        body = self.rfile.read(int(self.headers["content-length"]))
        if refusal:
            status, code = refusal
            self.answer(status, json.dumps({"__type": code, "message": "as the test wants it"}).encode())
            return
        upstream = http.client.HTTPConnection(self.server.upstream)
        upstream.request("POST", "/", body, {name.lower(): value for name, value in self.headers.items()})
        response = upstream.getresponse()
        self.answer(response.status, response.read())
        upstream.close()

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """The test prints what matters."""


class RateLimit:
    """A token bucket of `rate` calls a second, as AWS counts them: the rest is throttled."""

    def __init__(self, rate: float) -> None:
        self.rate, self.tokens, self.filled = rate, rate, time.monotonic()
        self.throttled = 0

    def __call__(self) -> Refusal:
        now = time.monotonic()
        self.tokens = min(self.rate, self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        if self.tokens >= 1:
            self.tokens -= 1
            return None
        self.throttled += 1
        return 400, "ThrottlingException"


class Stored:
    """The operator's hand on the parameters."""

    def __init__(self, url: str) -> None:
        self.client = boto3.client(
            "ssm",
            "eu-central-1",
            endpoint_url=url,
            aws_access_key_id="operator",
            aws_secret_access_key="operator",
        )
        self.names: set[str] = set()

    def put(self, name: str, value: str, kind: str = "SecureString") -> None:
        self.client.put_parameter(Name=f"{PATH}/{name}", Value=value, Type=kind, Overwrite=True)
        self.names.add(name)

    def delete(self, name: str) -> None:
        self.client.delete_parameter(Name=f"{PATH}/{name}")
        self.names.remove(name)

    def clear(self) -> None:
        for name in list(self.names):
            self.delete(name)
