"""Mail through the three functions as built: what the API writes, the outbox makes mails of, and the courier sends."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.built.conftest import Start, visitor
from tests.support.codes import GRANT
from tests.support.mail_server import MailServer, mail_server
from tests.support.people import PASSWORD
from tests.support.stub_server import serving

MAIL = {"MAIL_FROM": "Heed <feedback@board.example>", "PUBLIC_URL": "https://board.example.com"}
ADA, BO = "ada@example.com", "bo@example.com"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def schedules() -> Iterator[serving]:
    with serving(200, b"{}") as server:
        yield server


@pytest.fixture
def api(start: Start) -> Iterator[httpx.Client]:
    """It knows that mail is sent, and not how (template.yaml)."""
    with visitor(start(MAIL_URL="smtp://courier", **MAIL)) as client:
        yield client


@pytest.fixture
def wake(start: Start, server: MailServer, schedules: serving) -> Callable[[], None]:
    """The courier is invoked, as by the log's filter. The emulator calls every function by the same name."""
    outbox = start("handler.outbox.handler", MAIL_URL="smtp://courier", **MAIL)
    courier = start(
        "handler.courier.handler",
        DATABASE_URL="",
        SECRET_KEY="",
        MAIL_URL=server.url,
        OUTBOX_FUNCTION="function",
        COURIER_ARN="arn:aws:lambda:eu-central-1:123456789012:function:heed-courier",
        SCHEDULE_NAME="heed-courier-next",
        SCHEDULE_ROLE_ARN="arn:aws:iam::123456789012:role/heed-schedule",
        AWS_ENDPOINT_URL_LAMBDA=f"http://127.0.0.1:{outbox.port}",
        AWS_ENDPOINT_URL_SCHEDULER=schedules.url,
        AWS_ACCESS_KEY_ID="AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY="secret",
    )
    outbox({"command": "sweep"})

    def wake() -> None:
        answer = courier({"awslogs": {"data": ""}})
        assert "due_in" in answer, answer

    return wake


@pytest.mark.usefixtures("empty_board")
def test_a_member_signs_up_recovers_the_account_and_hears_of_an_answer(
    api: httpx.Client, wake: Callable[[], None], server: MailServer
) -> None:
    person = {"email": ADA, "name": "Ada", "password": PASSWORD}
    assert api.post("/v1/users", json=person).status_code == 201
    admin = bearer(api, {"grant_type": "password", "username": ADA, "password": PASSWORD})

    code_id = api.post("/v1/users", json=person | {"email": BO, "name": "Bo"}).json()["code_id"]
    wake()
    member = bearer(api, code_grant(code_id, server))
    post = api.post("/v1/posts", json={"title": "Dark mode"}, headers=member).raise_for_status().json()["id"]

    code_id = api.post("/v1/auth/codes", json={"email": BO}).json()["code_id"]
    wake()
    member = bearer(api, code_grant(code_id, server))
    new = {"new_password": "another pass phrase"}
    assert api.put("/v1/users/me/password", json=new, headers=member).is_success
    bearer(api, {"grant_type": "password", "username": BO, "password": "another pass phrase"})

    answer = {"status": "planned", "response": "In spring."}
    api.put(f"/v1/posts/{post}/status", json=answer, headers=admin).raise_for_status()
    wake()
    mail = server.to(BO)[-1]
    assert mail.get_content_type() == "multipart/alternative"
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None
        assert "In spring." in body.get_content()

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip("<>").removeprefix(MAIL["PUBLIC_URL"])
    assert api.post(link, data={"List-Unsubscribe": "One-Click"}).is_success
    count = len(server.to(BO))
    api.put(f"/v1/posts/{post}/status", json={"status": "started"}, headers=admin).raise_for_status()
    wake()
    assert len(server.to(BO)) == count


def code_grant(code_id: str, server: MailServer) -> dict[str, str]:
    body = server.to(BO)[-1].get_body(("plain",))
    assert body is not None
    [code] = re.findall(r"(?<!\d)\d{6}(?!\d)", body.get_content())
    return {"grant_type": GRANT, "code_id": code_id, "code": code}


def bearer(api: httpx.Client, form: dict[str, str]) -> dict[str, str]:
    answer = api.post("/v1/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}
