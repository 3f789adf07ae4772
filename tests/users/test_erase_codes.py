"""Erasing an account takes back the codes that were mailed to its address."""

import pytest
from sqlalchemy import Engine

from app.rate_limits.limits import rate_limit_key
from app.settings.config import load_settings
from tests.support.codes import another, ask, mail_board, mailed_code, redeem
from tests.support.erasure import assert_no_row_has, erase
from tests.support.people import People


def assert_some_row_has(superuser: Engine, marker: str) -> None:
    with pytest.raises(AssertionError):
        assert_no_row_has(superuser, marker)


@pytest.mark.usefixtures("admin")  # The last administrator can't go.
def test_no_code_is_left_for_its_address(superuser: Engine, people: People) -> None:
    member = people.join("Peculiar Name")
    keys = [rate_limit_key(load_settings(), what, member.email) for what in ("code", "code-try")]
    with mail_board() as client:
        code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
        redeem(client, code_id, another(code))
        for key in keys:
            assert_some_row_has(superuser, key)
        erase(member)
        assert redeem(client, code_id, code).status_code == 400
    for marker in (member.email, *keys):
        assert_no_row_has(superuser, marker)
