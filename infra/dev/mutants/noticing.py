"""Which tests have to notice: those of the same wing, and of what stands on it."""

from pathlib import Path

from infra.dev.venv import ROOT

# What goes over the wire is there, to the last bound and example: also what is only done at import.
CONTRACT = "tests/http/test_contract.py"


def files(folder: str, names: str) -> tuple[str, ...]:
    return tuple(f"tests/{folder}/test_{name}.py" for name in names.split())


OF_CODES = (
    *files("auth", "codes code_guesses code_keys"),
    *files("users", "email_change first_admin sign_up_by_mail"),
    "tests/board/test_board.py",
)
OF_KEYS = files("keys", "keys credentials by_subject in_a_members_place")
OF_SCOPES = (*files("auth", "access scopes tokens verified_email"), "tests/keys/test_in_a_members_place.py")
OF_SSO = (*files("sso", "exchange whose_account pages public_keys"), "tests/users/test_export.py")
# By wing or module, where the wing's own tests are elsewhere, or not all.
BESIDES = {
    "app/auth": (
        *files("auth", "codes page_sessions refresh revoke session_pages sessions token_endpoint tokens"),
        *files("users", "export me password_reset"),
        *files("rate_limits", "counting sign_ins successes"),
        *files("sso", "exchange public_keys"),
        *files("board", "board private"),
    ),
    **dict.fromkeys(("app/auth/api_keys.py", "app/auth/integrations.py"), OF_KEYS),
    **dict.fromkeys(("app/auth/code_changes.py", "app/auth/codes.py", "app/auth/newcomers.py"), OF_CODES),
    **dict.fromkeys(("app/auth/dependencies.py", "app/auth/scopes.py"), OF_SCOPES),
    "app/auth/passwords.py": (*files("auth", "passwords token_endpoint"), "tests/rate_limits/test_equal_work.py"),
    **dict.fromkeys((f"app/auth/sso_{name}.py" for name in ("changes", "queries", "sign_in")), OF_SSO),
    "app/auth/tokens.py": files("auth", "forged_tokens token_bounds tokens"),
    "app/aws": ("tests/aws", "tests/courier/test_aws.py", "tests/settings/test_ssm.py"),
    "app/courier": ("tests/courier", "tests/mail", "tests/webhooks"),
    "app/db": ("tests/db", "tests/handler/test_renewing_app.py", "tests/health", "tests/http/test_unexpected.py"),
    "app/dispatch": ("tests/mail", "tests/remote"),
    "app/keys": (*files("keys", "keys integrations"), "tests/users/test_export.py"),
    "app/models": ("tests/migrations", "tests/posts"),
    "app/idempotency": ("tests/idempotency", "tests/keys", CONTRACT),
    "app/main.py": ("tests/http",),
    "app/notifications": ("tests/subscriptions", "tests/mail"),
    "app/oidc": files("oidc", "bounds accounts failures hostile linking times"),
    "app/outbox": ("tests/outbox", "tests/mail", "tests/webhooks"),
    "app/rate_limits": (*files("rate_limits", "quotas successes"), "tests/keys/test_credentials.py"),
    "app/tags": ("tests/tags", "tests/pages/test_admin_lists.py", "tests/board/test_private_routes.py"),
    "app/users": (
        "tests/users",
        "tests/votes/test_for_an_address.py",
        "tests/board/test_board.py",
        "tests/board/test_private.py",
        "tests/pages/test_admin_members.py",
        "tests/sso/test_pages.py",
    ),
    "handler": ("tests/handler",),
    "migrations": ("tests/migrations",),
}


def noticing(module: str) -> list[str]:
    """Files and folders, for pytest."""
    parts = Path(module).parts
    wing = "/".join(parts[:2]) if parts[0] == "app" else parts[0]
    named = BESIDES.get(module) or BESIDES.get(wing, (f"tests/{parts[1].removesuffix('.py')}",))
    found = [name for name in named if (ROOT / name).exists()]
    return [*found, CONTRACT] if (ROOT / wing / "routes.py").exists() else found or ["tests/http"]
