"""What mail needs beside the stack: the board's address, which links in mails lead to, and what SES still waits for."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from app.settings.mail_url import address_of
from infra.release.session import client
from infra.release.stack import Stack
from infra.release.store import Store
from infra.sam_config import SamConfig

COURIER = "courier"  # The folder of the courier's own settings, below those of the board, which it must not read.
SANDBOX = (
    "heed: SES is still in its sandbox, where it sends to addresses that it has verified and to no others; "
    "infra/README.md says under Mail how to leave it"
)


def provide_public_url(config: SamConfig, store: Store, stack: Stack | None) -> None:
    """Stores the board's address where there is none, or the one that `make deploy` has stored before.

    It is no parameter of the stack: the API's function would refer to the API, which refers to the function.
    """
    if not config.parameter("MailFrom"):
        return
    outputs = stack.outputs if stack else {}
    name = config.parameter("DomainName")
    address = f"https://{name}" if name else outputs.get("ApiAddress")
    found = store.read().get("PUBLIC_URL")
    ours = (None, outputs.get("Address"), outputs.get("ApiAddress"))
    if address and found in ours and found != address:
        store.write("PUBLIC_URL", address)
        print(f"heed: {store.path}/PUBLIC_URL is {address}, where links in mails lead")


def say_what_mail_needs(config: SamConfig, stack: Stack) -> None:
    """After a deployment, with SES: nothing where it may send to everybody."""
    if not config.parameter("MailFrom") or config.parameter("MailBy") != "ses":
        return
    address = address_of(config.parameter("MailFrom"))
    domain = address.partition("@")[2]
    ses = client(config, "sesv2")
    try:
        verified = {each: is_verified(ses, each) for each in (domain, address)}
        if not any(verified.values()):
            print(say_what_the_domain_needs(config, stack, domain))
        if not ses.get_account()["ProductionAccessEnabled"]:
            print(SANDBOX)
    except (ClientError, BotoCoreError) as error:
        print(f"heed: the release serves, but SES doesn't say whether it sends for {domain}: {error}")


def is_verified(ses: Any, identity: str) -> bool:
    try:
        return bool(ses.get_email_identity(EmailIdentity=identity)["VerifiedForSendingStatus"])
    except ClientError as error:
        if error.response["Error"]["Code"] == "NotFoundException":
            return False
        raise


def say_what_the_domain_needs(config: SamConfig, stack: Stack, domain: str) -> str:
    begin = f"heed: SES does not send for {domain} yet"
    if config.parameter("MailIdentity") == "existing":
        return f"{begin}: verify it there, or set MailIdentity=new and deploy again"
    if config.parameter("MailZoneId"):
        return f"{begin}, as DNS takes its time; mail waits for it up to three days"
    return (
        f"{begin}: make these DNS records, for which mail waits up to three days: "
        f"{stack.outputs.get('MailRecords', 'those that its console shows')}"
    )
