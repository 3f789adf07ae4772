"""/v1/webhooks: who may, what an endpoint may be, and what is kept of its secret."""

from base64 import b64decode

import pytest
from sqlalchemy import text

from app.settings.config import SettingsError, load_settings
from tests.support.boards import board
from tests.support.people import Person
from tests.support.problems import assert_problem
from tests.webhooks.conftest import LOCAL, Hooks, Receiver

PUBLIC = "https://example.com/heed"


def test_from_its_creation_to_its_end(admin: Person) -> None:
    client = admin.client
    answer = client.post("/v1/webhooks", json={"url": PUBLIC, "events": ["post.*", "vote.created", "post.*"]})
    assert answer.status_code == 201
    created = answer.json()
    path = answer.headers["location"]
    assert path == "/v1/webhooks/1"
    secret = created.pop("secret")
    assert secret.startswith("whsec_")
    assert len(b64decode(secret.removeprefix("whsec_"))) == 32
    assert created["events"] == ["post.*", "vote.created"]
    assert (created["active"], created["format"]) == (True, "json")
    assert client.get(path).json() == created, "the secret is shown once"
    assert client.get("/v1/webhooks").json() == {"items": [created], "next": None}
    assert client.patch(path, json={"format": "teams"}).json()["active"] is True
    changed = client.patch(path, json={"events": ["*"], "active": False}).json()
    assert (changed["events"], changed["active"], changed["paused_because"]) == (["*"], False, "by_hand")
    for nothing in ({}, {"url": None, "events": None, "format": None, "active": None}):
        assert client.patch(path, json=nothing).json() == changed
    assert client.patch(path, json={"active": True}).json()["paused_because"] is None
    assert client.get(f"{path}/deliveries").json() == {"items": [], "next": None}
    assert client.delete(path).status_code == 204
    for method, gone in (("GET", path), ("PATCH", path), ("DELETE", path), ("GET", f"{path}/deliveries")):
        assert client.request(method, gone, json={} if method == "PATCH" else None).status_code == 404
    for what in ("rotate", "test", "deliveries/1/replay"):
        assert client.post(f"{path}/{what}").status_code == 404
    assert client.get("/v1/webhooks").json()["items"] == []
    log = client.get("/v1/moderation-log").json()["items"]
    actions = ("deleted", "resumed", "paused", "changed", "created")
    assert [entry["action"] for entry in log] == [f"webhook.{action}" for action in actions]


def test_lists_go_on_where_a_page_ended(admin: Person) -> None:
    client = admin.client
    ids = [client.post("/v1/webhooks", json={"url": PUBLIC, "events": ["*"]}).json()["id"] for _ in range(3)]
    path = f"/v1/webhooks/{ids[0]}"
    deliveries = [client.post(f"{path}/test").json()["id"] for _ in range(3)]
    client.post(f"/v1/webhooks/{ids[1]}/test")
    for of, expected in (("/v1/webhooks", ids), (f"{path}/deliveries", deliveries[::-1])):
        first = client.get(f"{of}?limit=2").json()
        rest = client.get(f"{of}?limit=2&cursor={first['next']}").json()
        assert [each["id"] for each in first["items"]] == expected[:2]
        assert ([each["id"] for each in rest["items"]], rest["next"]) == (expected[2:], None)
    assert client.get(f"{path}/deliveries?status=failed").json()["items"] == []
    assert len(client.get(f"{path}/deliveries?status=pending").json()["items"]) == 3
    one = client.get(f"{path}/deliveries/{deliveries[0]}").json()
    assert (one["event"], one["type"], one["next_try_at"] is not None) == (None, "webhook.test", True)
    assert one["request"]["id"] == f"test_{deliveries[0]}"
    assert client.get(f"/v1/webhooks/{ids[2]}/deliveries/{deliveries[0]}").status_code == 404


@pytest.mark.adversary
@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://127.1/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://0/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://localhost/",
        "https://localhost./",
        "https://board.internal/",
        "https://user:secret@example.com/",
        "https://example.com:22/",
        "https://example.com:99999/",
        "https://example.com/ x",
        "https://example.com/\nHost: other",
        "https://exämple.com/",
        "https://example.com\\@10.0.0.1/",
        "https:///heed",
        "example.com",
        "https://example.com/" + "x" * 2_000,
        "",
    ],
)
def test_what_no_endpoint_may_be(admin: Person, url: str) -> None:
    """Case 137, at the door."""
    answer = admin.client.post("/v1/webhooks", json={"url": url, "events": ["*"]})
    assert_problem(answer, 422)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/url"]
    created = admin.client.post("/v1/webhooks", json={"url": PUBLIC, "events": ["*"]}).json()
    answer = admin.client.patch(f"/v1/webhooks/{created['id']}", json={"url": url})
    assert_problem(answer, 422)


@pytest.mark.adversary
@pytest.mark.parametrize(
    "body",
    [
        {"events": ["*"]},
        {"url": PUBLIC},
        {"url": PUBLIC, "events": []},
        {"url": PUBLIC, "events": ["post"]},
        {"url": PUBLIC, "events": ["nothing.*"]},
        {"url": PUBLIC, "events": ["post.%"]},
        {"url": PUBLIC, "events": ["*"] * 51},
        {"url": PUBLIC, "events": "*"},
        {"url": PUBLIC, "events": ["*"], "format": "xml"},
        {"url": PUBLIC, "events": ["*"], "secret": "whsec_AAAA"},
        {"url": PUBLIC, "events": ["*"], "active": True},
    ],
)
def test_what_is_refused(admin: Person, body: dict[str, object]) -> None:
    assert_problem(admin.client.post("/v1/webhooks", json=body), 422)


@pytest.mark.adversary
def test_a_hundred_and_no_more(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    """Case 144: the work that one event makes is bounded, also where nobody ever takes it."""
    hooks.create(receiver.url)
    columns = "url, events, secret, xid, event_id, created_by_id"
    hooks.execute(f"INSERT INTO webhooks ({columns}) SELECT {columns} FROM webhooks, generate_series(1, 98)")
    hooks.create(receiver.url)
    answer = hooks.client.post("/v1/webhooks", json={"url": receiver.url, "events": ["*"]})
    assert_problem(answer, 409)
    votes = "SELECT 'vote.created', :post, :actor FROM generate_series(1, 1200)"
    post_id = member.post_idea()["id"]
    hooks.execute(f"INSERT INTO events (type, post_id, actor_id) {votes}", post=post_id, actor=member.id)
    hooks.claim()
    with hooks.database.connect() as connection:
        each = connection.execute(text("SELECT count(*) FROM webhook_deliveries GROUP BY webhook_id")).scalars().all()
    assert 0 < len(each) <= 100
    assert max(each) <= 700, "an endpoint's deliveries are made as it takes them"


@pytest.mark.adversary
def test_others_learn_nothing_of_it(hooks: Hooks, receiver: Receiver, member: Person, admin: Person) -> None:
    hooks.create(receiver.url)
    for answer in (member.client.get("/v1/moderation-log"), member.client.get("/v1/webhooks")):
        assert "webhook" not in answer.text or answer.status_code == 403
    entries = admin.client.get("/v1/moderation-log").json()["items"]
    assert [(entry["action"], entry["detail"]) for entry in entries] == [("webhook.created", {"host": "127.0.0.1"})]


def test_private_addresses_are_for_development(admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    with board(**LOCAL) as client:
        client.headers["Authorization"] = admin.client.headers["Authorization"]
        body = {"url": "http://127.0.0.1:8080/", "events": ["*"]}
        assert client.post("/v1/webhooks", json=body).status_code == 201
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "heed")
    with pytest.raises(SettingsError, match="WEBHOOKS_TO_PRIVATE_ADDRESSES"):
        load_settings(**LOCAL)
