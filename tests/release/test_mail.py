"""Mail in `make deploy` and `make secrets`: the server's URL, the board's address, and what SES waits for."""

import pytest

from infra.release.environments import require_apart
from infra.release.errors import ReleaseError
from infra.release.guide import guide
from infra.release.mail import COURIER, provide_public_url, say_what_mail_needs
from infra.release.parameters import create_missing
from infra.release.settling import release_of
from infra.release.stack import Stack
from infra.release.store import Store
from infra.sam_config import SamConfig, template_defaults
from tests.support.stub_server import serving

SENDER = {"SettingsPath": "/heed/test", "Database": "aurora", "MailFrom": "Heed <feedback@example.com>"}
SES = SamConfig("heed", "eu-central-1", SENDER)
SMTP = SamConfig("heed", "eu-central-1", SENDER | {"MailBy": "smtp"})
NAMED = SamConfig("heed", "eu-central-1", SENDER | {"DomainName": "board.example.com", "CertificateArn": "arn"})
NONE = SamConfig("heed", "eu-central-1", {"SettingsPath": "/heed/test", "Database": "aurora"})
URL = "smtp://user:a-password@smtp.example.com:587"
API = "https://abc.execute-api.eu-central-1.amazonaws.com"
RECORDS = "abc._domainkey.example.com CNAME abc.dkim.amazonses.com"
STACK = Stack("CREATE_COMPLETE", {}, {"Address": API, "ApiAddress": API, "MailRecords": RECORDS})


@pytest.mark.usefixtures("aws")
def test_the_mail_servers_url_is_the_couriers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_URL", URL)
    assert create_missing(Store(SMTP), SMTP) == ["SECRET_KEY", "SETUP_TOKEN", "courier/MAIL_URL"]
    assert Store(SMTP, COURIER).read() == {"MAIL_URL": URL}
    assert Store(SMTP).read().keys() == {"SECRET_KEY", "SETUP_TOKEN"}
    assert create_missing(Store(SMTP), SMTP) == []


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("config", [SES, NONE], ids=["ses", "none"])
def test_ses_and_a_board_without_mail_need_no_url(config: SamConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_URL", URL)
    assert create_missing(Store(config), config) == ["SECRET_KEY", "SETUP_TOKEN"]
    assert Store(config, COURIER).read() == {}


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("", "MAIL_URL is missing: what sends the board's mail"),
        ("http://a-password@example.com", "MAIL_URL: must look like smtp://"),
        ("ses://eu-central-1", "MAIL_URL: names SES, which is MailBy=ses"),
    ],
)
def test_a_missing_or_wrong_url_is_one_line_and_creates_nothing(
    value: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_URL", value)
    with pytest.raises(ReleaseError, match=rf"^heed: {complaint}") as caught:
        create_missing(Store(SMTP), SMTP)
    assert "a-password" not in str(caught.value)
    assert Store(SMTP).read() == Store(SMTP, COURIER).read() == {}


@pytest.mark.usefixtures("aws")
def test_links_lead_to_the_board_wherever_it_moves() -> None:
    store = Store(SES)
    provide_public_url(SES, store, None)
    assert "PUBLIC_URL" not in store.read()
    provide_public_url(SES, store, STACK)
    assert store.read()["PUBLIC_URL"] == API
    provide_public_url(NAMED, store, STACK)
    assert store.read()["PUBLIC_URL"] == "https://board.example.com"
    moved = SamConfig("heed", "eu-central-1", NAMED.parameters | {"DomainName": "ideas.example.com"})
    provide_public_url(
        moved, store, Stack("CREATE_COMPLETE", {}, STACK.outputs | {"Address": "https://board.example.com"})
    )
    assert store.read()["PUBLIC_URL"] == "https://ideas.example.com"


@pytest.mark.usefixtures("aws")
def test_an_address_that_somebody_chose_stays_and_without_mail_there_is_none() -> None:
    store = Store(SES)
    provide_public_url(NONE, store, STACK)
    assert "PUBLIC_URL" not in store.read()
    store.write("PUBLIC_URL", "https://example.com/feedback")
    provide_public_url(NAMED, store, STACK)
    assert store.read()["PUBLIC_URL"] == "https://example.com/feedback"


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, f"make these DNS records, for which mail waits up to three days: {RECORDS}"),
        ({"MailZoneId": "Z1"}, "as DNS takes its time"),
        ({"MailIdentity": "existing"}, "verify it there, or set MailIdentity=new"),
    ],
)
def test_what_ses_waits_for_is_said(
    more: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = SamConfig("heed", "eu-central-1", SENDER | more)
    with serving(200, b'{"VerifiedForSendingStatus": false, "ProductionAccessEnabled": false}') as ses:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", ses.url)
        say_what_mail_needs(config, STACK)
    domain, sandbox = capsys.readouterr().out.splitlines()
    assert domain.startswith("heed: SES does not send for example.com yet")
    assert said in domain
    assert "still in its sandbox" in sandbox
    assert "under Mail how to leave it" in sandbox


@pytest.mark.usefixtures("aws")
def test_where_ses_sends_to_everybody_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(200, b'{"VerifiedForSendingStatus": true, "ProductionAccessEnabled": true}') as ses:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", ses.url)
        for config in (SES, SMTP, NONE):
            say_what_mail_needs(config, STACK)
    assert capsys.readouterr().out == ""
    with serving(403, b'{"message": "no"}') as ses:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", ses.url)
        say_what_mail_needs(SES, STACK)
    assert "SES doesn't say whether it sends for example.com" in capsys.readouterr().out


def test_two_boards_do_not_make_the_same_identity() -> None:
    other = SamConfig("heed-test", "eu-central-1", SENDER | {"SettingsPath": "/heed/other"}, "test")
    with pytest.raises(ReleaseError, match=r"both make example\.com an identity of SES.*MailIdentity=existing"):
        require_apart(SES, [other])
    for more in ({"MailIdentity": "existing"}, {"MailBy": "smtp"}, {"MailFrom": ""}):
        require_apart(SES, [SamConfig("heed-test", "eu-central-1", other.parameters | more, "test")])


def test_the_guide_asks_who_sends_and_by_what(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    before = ["board", "", "", "", "aurora", "", ""]
    answers = iter([*before, "Heed", "Heed <feedback@example.com>", "post", "ses", "Z123"])
    config = guide(SamConfig(), lambda _: next(answers))
    assert config.parameters["MailFrom"] == "Heed <feedback@example.com>"
    assert config.parameters["MailZoneId"] == "Z123"
    answers = iter([*before, "feedback@example.com", "smtp"])
    config = guide(SamConfig(), lambda _: next(answers))
    assert (config.parameters["MailFrom"], config.parameters["MailBy"]) == ("feedback@example.com", "smtp")


def test_a_new_sender_is_a_new_release_and_a_new_zone_is_none() -> None:
    given = template_defaults()
    assert release_of([], given) == release_of([], given | {"MailZoneId": "Z1", "MailIdentity": "existing"})
    assert release_of([], given) != release_of([], given | {"MailFrom": "feedback@example.com"})
