"""The signature, verified by Svix's library for Node, and as the documentation says."""

import json
import subprocess
from typing import Any

from app.events.kinds import TYPES
from app.settings.config import ROOT
from infra.tools import environment
from tests.support.missing import skipped_where_missing
from tests.support.people import Person
from tests.webhooks.conftest import Hooks, Receiver

VERIFY = """
const { Webhook } = require("svix");
const { secret, headers, body } = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(new Webhook(secret).verify(body, headers)));
"""


def verify(secret: str, headers: dict[str, str], body: bytes) -> subprocess.CompletedProcess[str]:
    with skipped_where_missing():
        packages = environment.prepare_node()
    given = json.dumps({"secret": secret, "headers": headers, "body": body.decode()})
    command = ["node", "-e", VERIFY]
    return subprocess.run(command, cwd=packages, input=given, capture_output=True, text=True, check=False)


def test_svix(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    created = hooks.create(receiver.url)
    title = member.post_idea("Größe \U0001f600")["title"]
    hooks.client.post(f"/v1/webhooks/{created['id']}/rotate")
    hooks.send()
    headers, body = receiver.taken[0]
    verified = verify(created["secret"], headers, body)
    assert verified.returncode == 0, verified.stderr
    assert json.loads(verified.stdout)["data"]["post"]["title"] == title
    assert verify(created["secret"], headers, body + b" ").returncode != 0


def documented(language: str) -> str:
    text = (ROOT / "app" / "webhooks" / "README.md").read_text()
    return text.partition(f"```{language}\n")[2].partition("```")[0]


def test_what_the_documentation_says_in_python(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    secret = hooks.create(receiver.url)["secret"]
    member.post_idea()
    hooks.send()
    headers, body = receiver.taken[0]
    known: dict[str, Any] = {}
    exec(documented("python"), known)  # noqa: S102
    verify = known["is_from_the_board"]
    assert verify(secret, headers, body)
    assert not verify(secret, headers, body + b" ")
    assert not verify(secret, {**headers, "webhook-timestamp": "1"}, body)


def test_what_the_documentation_says_in_javascript(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    secret = hooks.create(receiver.url)["secret"]
    member.post_idea("Größe")
    hooks.send()
    headers, body = receiver.taken[0]
    with skipped_where_missing():
        environment.find_npm()
    script = documented("javascript") + (
        'const { secret, headers, body } = JSON.parse(require("fs").readFileSync(0, "utf8"));\n'
        'console.log(isFromTheBoard(secret, headers, body), isFromTheBoard(secret, headers, body + " "));'
    )
    given = json.dumps({"secret": secret, "headers": headers, "body": body.decode()})
    ended = subprocess.run(["node", "-e", script], input=given, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["true", "false"]


def test_the_documentation_names_every_event() -> None:
    text = (ROOT / "app" / "webhooks" / "README.md").read_text()
    for name in TYPES:
        family, _, rest = name.partition(".")
        assert f"`{name}`" in text or (f"`{family}." in text and f"`.{rest}`" in text), name
