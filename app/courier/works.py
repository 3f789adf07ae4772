"""What the courier can do, by the names that the outbox has for it."""

from app.courier.documents import DocumentFetcher
from app.courier.loop import Work
from app.courier.mails import MailSender, transport_to
from app.settings.mail_url import MailServer


def create_works(server: MailServer | None, configuration_set: str = "") -> dict[str, Work]:
    """`server`: where mail goes; None where the board sends none, and the outbox hands none out."""
    works: dict[str, Work] = {"documents": DocumentFetcher()}
    if server is not None:
        works["mail"] = MailSender(transport_to(server, configuration_set))
    return works
