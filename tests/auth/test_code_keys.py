"""Mailed codes while the secret key is replaced, under which they are hashed."""

from sqlalchemy import Engine

from app.settings.config import load_settings
from tests.support.codes import ask, mail_board, mailed_code, redeem
from tests.support.people import Person


def test_while_the_secret_key_is_replaced(superuser: Engine, admin: Person, member: Person) -> None:
    """A code is good under the key of now, and while it is listed under the one before."""
    old, new = load_settings().secret_key.get_secret_value(), "the next key that signs from now on 0123"
    with mail_board() as before, mail_board(secret_key=new, previous_secret_keys=old) as meanwhile:
        code_id = ask(before, member.email)
        assert redeem(meanwhile, code_id, mailed_code(superuser, member.email)).status_code == 200
        code_id = ask(meanwhile, member.email)
    with mail_board(secret_key=new) as afterwards:
        assert redeem(afterwards, code_id, mailed_code(superuser, member.email)).status_code == 200
