"""The signature, verified by another library than Python's: Svix's for Node."""

import json
import subprocess

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
