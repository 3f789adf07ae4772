"""Accounts in waiting: made for an address that staff cast a vote for, and nobody's until the address is proven.

Nobody can sign in to one with a password, as it has none. Whoever proves the address with a mailed code has it, with
the votes; where the board sends no mail, whoever signs up with the address.
"""

from sqlalchemy import Connection, Row, text

from app.auth.codes import NEWCOMERS_NAME

# What is found is locked, as an account that is being erased is not to be voted with.
FIND_OR_MAKE = text("""
    WITH made AS (
        INSERT INTO users (email, name) VALUES (:email, :name) ON CONFLICT (email) DO NOTHING RETURNING id, status
    ),
    found AS (
        SELECT id, status FROM users WHERE email = :email AND NOT EXISTS (SELECT FROM made) FOR KEY SHARE
    )
    SELECT id, status FROM made UNION ALL SELECT id, status FROM found
""")


def account_of(db: Connection, email: str) -> Row[int, str]:
    """`id` and `status` of the account of the address, which has one from now on."""
    values = {"email": email, "name": NEWCOMERS_NAME}
    # Who has waited for another who made it, or for its erasure, finds out only in a second run.
    while (account := db.execute(FIND_OR_MAKE, values).one_or_none()) is None:
        pass
    return account
