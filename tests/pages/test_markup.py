"""Every page, in every state, is the HTML that the standard asks for."""

from tests.support import html_validate
from tests.support.demo_board import STATES, DemoBoard


def test_markup(demo: DemoBoard) -> None:
    answers = {str(state): demo.fetch(state) for state in STATES}
    assert {name: each.status_code for name, each in answers.items()} == {str(each): each.status for each in STATES}
    found = html_validate.faults({name: each.text for name, each in answers.items()})
    assert not found, "\n".join(found)
