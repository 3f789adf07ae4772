"""A client generated from the contract, by a generator that knows nothing of Heed, holds a whole conversation."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.http.test_contract import SNAPSHOT
from tests.support.gateway import GatewayTransport, Handler
from tests.support.people import PASSWORD

BASE = "https://board.example.com"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the generated package, which is importable; generating it gave no warning."""
    folder = tmp_path_factory.mktemp("generated")
    target = folder / "heed_client"
    program = str(Path(sys.executable).with_name("openapi-python-client"))
    arguments = ["generate", "--path", str(SNAPSHOT), "--output-path", str(target), "--meta", "none"]
    environment = {"PATH": str(Path(sys.executable).parent)}  # It formats what it made with the ruff that it finds.
    made = subprocess.run([program, *arguments], capture_output=True, text=True, cwd=folder, env=environment)
    assert made.returncode == 0, made.stderr
    # Of what it can't send, a picture as it is, it makes no function, and says so.
    warned = [line for line in made.stderr.splitlines() if line.startswith("WARNING")]
    assert warned == ["WARNING parsing PUT /v1/board/logo within board. Endpoint will not be generated."]
    assert "Unable" not in made.stdout
    sys.path.insert(0, str(folder))
    yield "heed_client"
    sys.path.remove(str(folder))


@pytest.fixture
def api(package: str, handler: Handler) -> "Api":
    return Api(package, handler)


class Api:
    """Calls the generated functions, which are named after the contract's operations."""

    def __init__(self, package: str, handler: Handler) -> None:
        self.package = package
        self.models: ModuleType = importlib.import_module(f"{package}.models")
        self.handler = handler
        self.client = importlib.import_module(package).Client(base_url=BASE)
        self.client.set_httpx_client(httpx.Client(transport=GatewayTransport(handler), base_url=BASE))

    def __call__(self, tag: str, operation: str, *path: object, **arguments: Any) -> Any:
        module = importlib.import_module(f"{self.package}.api.{tag}.{operation}")
        return module.sync(*path, client=self.client, **arguments)

    def sign_in(self, token: str) -> None:
        transport, headers = GatewayTransport(self.handler), {"Authorization": f"Bearer {token}"}
        self.client = importlib.import_module(self.package).AuthenticatedClient(base_url=BASE, token=token)
        self.client.set_httpx_client(httpx.Client(transport=transport, base_url=BASE, headers=headers))


def test_a_whole_conversation(api: Api) -> None:
    models = api.models
    account = api("users", "create_user", body=models.UserCreate("ada@example.com", "Ada", PASSWORD))
    assert (account.id, account.role) == (1, "admin")
    grant = models.TokenRequest(models.TokenRequestGrantType.PASSWORD, username="ada@example.com", password=PASSWORD)
    api.sign_in(api("auth", "create_token", body=grant).access_token)

    post = api("posts", "create_post", body=models.PostCreate("Dark mode", content="At night."), idempotency_key="k")
    assert (
        api("posts", "create_post", body=models.PostCreate("Dark mode", content="At night."), idempotency_key="k")
        == post
    )
    assert (post.author.name, post.votes_count, post.has_voted) == ("Ada", 1, True)
    assert api("votes", "withdraw_vote", post.id).votes_count == 0
    assert api("votes", "cast_vote", post.id).votes_count == 1
    assert (
        api("comments", "create_comment", post.id, body=models.CommentCreate("Yes, please.")).content == "Yes, please."
    )
    answered = api(
        "statuses",
        "set_status",
        post.id,
        body=models.StatusUpdate(models.StatusUpdateStatus.PLANNED, response="Next month."),
    )
    assert (answered.status, answered.response, answered.comments_count) == ("planned", "Next month.", 1)

    page = api("posts", "list_posts", q="dark", limit=1)
    assert ([each.id for each in page.items], page.next_) == ([post.id], None)
    duplicate = api("posts", "create_post", body=models.PostCreate("Night theme"))
    assert api("merges", "merge_post", duplicate.id, body=models.MergeInto(post.id)).merged_into_id == post.id
    problem = api("votes", "cast_vote", duplicate.id)
    assert (problem.status, problem.title) == (409, "Conflict")
    assert api("users", "update_own_account", body=models.UserUpdate("Ada Lovelace")).name == "Ada Lovelace"
