"""People who use the board, in processes of their own, while something happens to its database."""

import itertools
import os
import time
from typing import Any

import httpx

from tests.support.forks import processes

ENOUGH = 10.0  # Seconds for anything that is waited for.


class Load:
    """Reads and writes over the API without a pause, until stop() tells how many there were and what failed."""

    def __init__(self, url: str, people: int) -> None:
        self.over = processes.Event()
        self.served = [processes.Value("i", 0) for _ in range(people)]
        self.results = processes.Queue()
        arguments = [(url, f"user{n}", self.over, served, self.results) for n, served in enumerate(self.served)]
        self.members = [processes.Process(target=use_the_board, args=each) for each in arguments]
        for member in self.members:
            member.start()

    def wait_for_more(self, requests: int = 25) -> None:
        """Until each of them has been served so many more."""
        goals = [served.value + requests for served in self.served]
        deadline = time.monotonic() + ENOUGH
        while any(served.value < goal for served, goal in zip(self.served, goals, strict=True)):
            assert time.monotonic() < deadline, "nobody is served"
            time.sleep(0.01)

    def stop(self) -> tuple[int, list[str]]:
        self.over.set()
        failures = list(itertools.chain.from_iterable(self.results.get(timeout=ENOUGH) for _ in self.members))
        for member in self.members:
            member.join(ENOUGH)
        return sum(served.value for served in self.served), failures


def use_the_board(url: str, name: str, over: Any, served: Any, results: Any) -> None:
    os.environ.update(DATABASE_URL=url)
    from handler.api import handler
    from tests.support.gateway import GatewayTransport
    from tests.support.people import People

    failures: list[str] = []

    def note(answer: httpx.Response) -> None:
        served.value += 1
        if answer.is_error:
            answer.read()
            failures.append(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text}")

    hooks: Any = {"response": [note]}
    board = "https://board.example.com"
    with httpx.Client(transport=GatewayTransport(handler), base_url=board, event_hooks=hooks) as visitor:
        member = People(visitor).join(name)
        member.client.event_hooks = hooks
        while not over.is_set() and len(failures) < 500:
            post = member.client.post("/v1/posts", json={"title": "Dark mode", "content": ""}).json()
            path = f"/v1/posts/{post.get('id', 0)}"
            visitor.get("/v1/posts", params={"sort": "votes"})
            member.client.get(path)
            member.client.patch(path, json={"title": "Darker"})
            member.client.delete(f"{path}/vote")
            member.client.put(f"{path}/vote")
            member.client.delete(path)
            member.client.get("/v1/users/me")
            visitor.get("/ready")
    results.put(failures)
