"""What is told of an error, whatever it is made of."""

import ssl

import pytest
from pg8000.exceptions import DatabaseError, InterfaceError

from app.db.failure import cause_of, explain


def caused_by(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "cause", "line"),
    [
        (ConnectionRefusedError(111, "no"), "refused", "refused: nobody listens there (ConnectionRefusedError: no)"),
        (TimeoutError("late"), "timed out", "timed out: it does not answer (TimeoutError: late)"),
        (InterfaceError(), "InterfaceError", "InterfaceError: "),
        (ValueError({"C": "53300"}), "ValueError", "ValueError: {'C': '53300'}"),
        (DatabaseError({"C": "42P01", "M": "gone"}), "42P01", "42P01 gone"),
        (caused_by(ValueError("a"), KeyError("b")), "KeyError", "ValueError: a"),
    ],
)
def test_the_cause_and_the_line(error: Exception, cause: str, line: str) -> None:
    assert (cause_of(error), explain(error)) == (cause, line)


@pytest.mark.parametrize(
    ("code", "unknown"), [(17, False), (18, True), (19, True), (20, True), (21, True), (22, False)]
)
def test_a_certificate_whose_issuer_nobody_knows_is_mended_by_a_setting(code: int, unknown: bool) -> None:
    """https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/"""
    error = ssl.SSLCertVerificationError()
    error.verify_code, error.verify_message = code, "it is not right"
    assert ("DATABASE_CA" in explain(error)) is unknown
