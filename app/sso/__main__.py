"""`python -m app.sso check TOKEN`: one line that says what is wrong with a token, or that it is right.

With the settings of the board, as the environment or `.env` has them. `-` reads the token from standard input, where no
list of processes shows it.
"""

import argparse
import sys
import time

from app.db.engine import autocommit_engine, create_database_engine
from app.settings.config import Settings, load_settings
from app.sso.assertion import read_assertion
from app.sso.errors import LINES, KeysUnavailable, SSORefused
from app.sso.keys import Keys
from app.sso.trusted import keys_of, shared_secrets

LOCAL = "http://127.0.0.1:8000"  # Where `make run` serves.
RIGHT = "The token is right for {board}: good once, for {seconds} s more."
UNVERIFIED = " As email_verified is not true, it makes no new account."


def main(arguments: list[str]) -> int:
    """The exit status: 0 for a token that is right, 1 for any other."""
    parser = argparse.ArgumentParser(prog="python -m app.sso", description="Single sign-on, for who signs its tokens.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="say in one line what is wrong with a token")
    check.add_argument("token", help="the token, or - to read it from standard input")
    check.add_argument("--board", help=f"the board's address, which aud has to be; default: PUBLIC_URL, or {LOCAL}")
    given = parser.parse_args(arguments)
    settings = load_settings()
    token = sys.stdin.read().strip() if given.token == "-" else given.token
    line, is_right = verdict(settings, token, board=given.board or settings.public_url or LOCAL)
    print(line)  # noqa: T201  (it is what the command is for)
    return 0 if is_right else 1


def verdict(settings: Settings, token: str, *, board: str) -> tuple[str, bool]:
    """Whether it was used before, and whose account it opens, only the board itself tells, at the exchange."""
    if not settings.has_sso:
        return LINES["off"], False
    now = time.time()
    try:
        assertion = read_assertion(token, keys(settings), issuer=settings.sso_issuer, audience=board, now=now)
    except (SSORefused, KeysUnavailable) as refused:
        return refused.detail, False
    line = RIGHT.format(board=board, seconds=assertion.exp - int(now))
    return line if assertion.email_verified else line + UNVERIFIED, True


def keys(settings: Settings) -> Keys:
    """Public ones are in the board's database, as the courier has fetched them. A secret needs none."""
    if settings.sso_secret is not None:
        return shared_secrets(settings)
    engine = create_database_engine(settings)
    try:
        with autocommit_engine(engine).connect() as db:
            return keys_of(db, settings)
    finally:
        engine.dispose()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
