"""The loggers, and one line for each event that a security team asks for.

No line ever holds a body, a token, a password, an address, or anything else that the caller wrote. The fields are the
record's `extra`, which Lambda's JSON log format writes out, with the invocation's id on every line.
"""

import logging

logger = logging.getLogger("heed")
logger.setLevel(logging.INFO)
# Lambda sets the level of all loggers: Mangum would then log each path as the caller wrote it, and Alembic its plugins.
logging.getLogger("mangum").setLevel(logging.WARNING)
logging.getLogger("alembic").setLevel(logging.WARNING)
security = logging.getLogger("heed.security")


def log_security(event: str, **fields: object) -> None:
    """`event`: sign_in_failed, sign_in_blocked, refresh_token_reused, code_requested, code_refused, signed_in_by_code,
    signed_in_by_oidc, oidc_refused, oidc_linked, oidc_unlinked, signed_in_by_sso, sso_refused, password_changed,
    password_change_refused, password_reset, email_verified, email_changed, setup_token_refused, account_changed,
    account_erased, api_key_created, api_key_revoked, limit_reached, forbidden."""
    security.warning(event, extra={"event": event, **fields})
