"""Sending by SMTP: one connection for a batch, TLS verified, and each answer read for what it means."""

import smtplib
import socket
import ssl

from app.courier.result import NotSent, Sent
from app.settings.mail_url import MailServer

TIMEOUT = 20.0  # Seconds for the connection and for each answer.


class SMTPTransport:
    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.connection: smtplib.SMTP | None = None

    def send(self, sender: str, to: str, raw: bytes) -> Sent:
        """Raises NotSent."""
        try:
            connection = self.connection or self.connect()
            return self.send_on(connection, sender, to, raw)
        except smtplib.SMTPResponseException as error:
            self.close()
            raise NotSent("retry", f"{error.smtp_code} {said(error.smtp_error)}") from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # Silence, garbage, a certificate that isn't right; it may be that the server took the mail all the same.
            self.close()
            raise NotSent("retry", f"{type(error).__name__}: {said(str(error))}") from error

    def connect(self) -> smtplib.SMTP:
        host, port, name = self.server.host, self.server.port, socket.gethostname()
        if self.server.scheme == "smtps":
            context = ssl.create_default_context()
            self.connection = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context, local_hostname=name)
        else:
            self.connection = smtplib.SMTP(host, port, timeout=TIMEOUT, local_hostname=name)
            self.connection.ehlo()
            # Never in plain text to another machine: whoever is between them would take STARTTLS out of the answer.
            if self.connection.has_extn("starttls") or not self.server.is_next_door:
                self.connection.starttls(context=ssl.create_default_context())
        if self.server.user:
            self.connection.login(self.server.user, self.server.password)
        return self.connection

    def send_on(self, connection: smtplib.SMTP, sender: str, to: str, raw: bytes) -> Sent:
        """A refusal of the reader or of the mail is final with a code of 500 or more. One of the sender is not: its
        operator can mend it."""
        connection.ehlo_or_helo_if_needed()
        expect(connection.mail(sender), final=False)
        try:
            expect(connection.rcpt(to), final=True)
            expect(connection.data(raw), final=True)
        except smtplib.SMTPDataError as error:
            connection.rset()
            raise NotSent(outcome_of(error.smtp_code), f"{error.smtp_code} {said(error.smtp_error)}") from error
        except NotSent:
            connection.rset()
            raise
        return Sent()

    def close(self) -> None:
        """Without QUIT, whose answer might be waited for: all that was taken has been answered."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def expect(answer: tuple[int, bytes], *, final: bool) -> None:
    code, text = answer
    if code == 421:
        raise smtplib.SMTPResponseException(code, text)  # The server closes the connection.
    if not 200 <= code < 300:
        raise NotSent(outcome_of(code) if final else "retry", f"{code} {said(text)}")


def outcome_of(code: int) -> str:
    return "failed" if 500 <= code < 600 else "retry"


def said(text: bytes | str) -> str:
    """The server's words, for a person to read: one line, and not long."""
    line = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join("".join(each if each.isprintable() else " " for each in line).split())[:300]
