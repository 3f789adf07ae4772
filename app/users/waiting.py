"""Accounts in waiting: made for an address that staff cast a vote for, and nobody's until the address is proven.

Nobody can sign in to one with a password, as it has none. Whoever proves the address with a mailed code has it, with
the votes; where the board sends no mail, whoever signs up with the address.
"""

from sqlalchemy import Connection, Row, text

from app.auth.codes import NEWCOMERS_NAME

FIND_OR_MAKE = text("""
    WITH made AS (
        INSERT INTO users (email, name) VALUES (:email, :name) ON CONFLICT (email) DO NOTHING RETURNING id, status
    )
    SELECT id, status FROM made UNION ALL SELECT id, status FROM users WHERE email = :email
""")


def account_of(db: Connection, email: str) -> Row[int, str]:
    """`id` and `status` of the account of the address, which has one from now on."""
    values = {"email": email, "name": NEWCOMERS_NAME}
    # Of two who make it at once, the second has waited for the first, and finds it only in a second run.
    return db.execute(FIND_OR_MAKE, values).one_or_none() or db.execute(FIND_OR_MAKE, values).one()
