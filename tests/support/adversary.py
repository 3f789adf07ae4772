"""The count of adversarial cases: tests marked `adversary`, one for each set of parameters, that passed.

A module says so itself (`pytestmark = pytest.mark.adversary`) or stands in the list below.
"""

import pytest

MARK = "adversary"
MODULES = (
    "tests/auth/test_access.py",
    "tests/auth/test_code_guesses.py",
    "tests/auth/test_code_races.py",
    "tests/auth/test_codes.py",
    "tests/auth/test_forged_tokens.py",
    "tests/auth/test_passwords.py",
    "tests/auth/test_refresh.py",
    "tests/auth/test_revoke.py",
    "tests/auth/test_token_endpoint.py",
    "tests/auth/test_tokens.py",
    "tests/handler/test_hostile_events.py",
    "tests/http/test_bodies.py",
    "tests/http/test_cors.py",
    "tests/http/test_email_address.py",
    "tests/http/test_fields.py",
    "tests/http/test_fuzz.py",
    "tests/http/test_http.py",
    "tests/http/test_query.py",
    "tests/http/test_text.py",
    "tests/http/test_unexpected.py",
    "tests/http/test_unknown_fields.py",
    "tests/http/test_visible_text.py",
    "tests/posts/test_cursors.py",
    "tests/rate_limits/",
    "tests/test_log.py",
    "tests/test_properties.py",
    "tests/users/test_email_change.py",
    "tests/users/test_password_reset.py",
    "tests/users/test_sign_up_by_mail.py",
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARK}: a case of an adversary or of bad luck, which the last line counts")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(MODULES):
            item.add_marker(MARK)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Reads the reports' keywords, which reach this process from every worker."""
    reports = terminalreporter.stats.get("passed", ())
    passed = sum(report.when == "call" and MARK in report.keywords for report in reports)
    if passed:
        terminalreporter.write_line(f"adversary: {passed} cases passed")
