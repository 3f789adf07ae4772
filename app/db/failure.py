"""Why the database could not be used: one word to count by, and one line for the operator, without anything secret."""

import socket
import ssl
from collections.abc import Iterator

from pg8000.exceptions import Error as DriverError
from pg8000.exceptions import InterfaceError

CAUSES = {
    "trust": "it does not prove who it is",
    "tls": "no TLS connection came about",
    "dns": "its name is unknown",
    "refused": "nobody listens there",
    "timed out": "it does not answer",
    "unreachable": "there is no way to it",
    "closed": "the connection was closed",
    "password": "it refuses the sign-in",
    "full": "it has no connection left",
    "starting": "it is starting up or shutting down",
    "read-only": "it takes no writes",
    "no database": "it has no database of that name",
    "aws": "there is no IAM token to sign in with",
    "protocol": "it does not take what it was sent",
}
SQLSTATES = {
    "28": "password",
    "53": "full",
    "57P01": "closed",
    "57P02": "closed",
    "57P03": "starting",
    "25006": "read-only",
    "3D": "no database",
    "08P01": "protocol",
    "57P05": "closed",
    "25P03": "closed",
}
WORDS = {"Server refuses SSL": "tls", "network error": "closed", "connection is closed": "closed"}
UNKNOWN_ISSUER = (18, 19, 20, 21)  # OpenSSL's X509_V_ERR_*: self-signed, or an issuer that nobody here knows.
PASSING = ("dns", "refused", "timed out", "unreachable", "closed", "starting")  # They may be gone in a moment.


class UnusableServer(InterfaceError):  # type: ignore[misc]  # pg8000 has no annotations
    """The server answers, and is not to be used. `cause` is one of CAUSES."""

    def __init__(self, cause: str, reason: str) -> None:
        super().__init__(reason)
        self.cause = cause


def cause_of(error: BaseException) -> str:
    """One of CAUSES; otherwise the SQLSTATE; otherwise the name of the error's class."""
    if state := sqlstate_of(error):
        return SQLSTATES.get(state) or SQLSTATES.get(state[:2]) or state
    chain = list(chain_of(error))
    for each in chain:
        if cause := getattr(each, "cause", "") or of_socket(each):
            return cause
    said = " ".join(str(each) for each in chain)  # The library's own words, where there is nothing else to go by.
    return next((cause for words, cause in WORDS.items() if words in said), type(chain[-1]).__name__)


def explain(error: BaseException) -> str:
    """`cause: what it means (what was said)`, with what to do where that can be told; or the server's own words."""
    cause = cause_of(error)
    if report := report_of(error):
        reason = " ".join(report[field] for field in ("C", "n", "M") if field in report)
    else:
        reason = reason_of(error)
    meaning = CAUSES.get(cause)
    return f"{cause}: {meaning} ({reason})" if meaning else reason


def reason_of(error: BaseException) -> str:
    for each in chain_of(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            unknown = each.verify_code in UNKNOWN_ISSUER
            mend = "; give its issuer's certificate in DATABASE_CA or DATABASE_CA_FILE" if unknown else ""
            return f"{each.verify_message}{mend}"
        if isinstance(each, OSError):
            return f"{type(each).__name__}: {each.strerror or each}"
        if isinstance(each, UnusableServer):
            return str(each)
    return f"{type(error).__name__}: {error}"


def of_socket(error: BaseException) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return "trust"
        case TimeoutError():
            return "timed out"
        case ssl.SSLEOFError() | ConnectionResetError() | BrokenPipeError() | ConnectionAbortedError():
            return "closed"
        case ssl.SSLError():
            return "tls"
        case socket.gaierror():
            return "dns"
        case ConnectionRefusedError() | FileNotFoundError():  # Of a Unix socket there is then not even the file.
            return "refused"
        case OSError():
            return "unreachable"
    return ""


def sqlstate_of(error: BaseException) -> str:
    """https://www.postgresql.org/docs/current/errcodes-appendix.html; "" where the server said nothing."""
    return report_of(error).get("C", "")


def report_of(error: BaseException) -> dict[str, str]:
    """The server's report, by its fields' letters."""
    for each in chain_of(error):
        match each:
            case DriverError(args=[dict() as report, *_]):
                return report
    return {}


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, from the outermost on."""
    current: BaseException | None = error
    while current:
        yield current
        current = current.__cause__ or current.__context__
